using System.CommandLine;

namespace Engine.Cli;

/// <summary>The argument that names a model file.</summary>
internal sealed class ModelArgument : Argument<string>
{
    /// <summary>MODEL.</summary>
    public ModelArgument()
        : base("MODEL")
    {
        Description = "A model file written by engine train.";
    }
}
