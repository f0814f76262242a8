using System.CommandLine;

namespace Engine.Cli;

/// <summary>A command whose help ends with examples and remarks.</summary>
/// <param name="name">What the user types.</param>
/// <param name="description">One line.</param>
/// <param name="notes">Printed below the options.</param>
internal sealed class DocumentedCommand(string name, string description, string notes) : Command(name, description)
{
    /// <summary>Printed below the options.</summary>
    public string Notes { get; } = notes;
}
