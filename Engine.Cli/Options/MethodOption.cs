using System.CommandLine;

namespace Engine.Cli;

/// <summary><c>--method</c>: a word of <see cref="MethodName.All"/>.</summary>
internal sealed class MethodOption : Option<string>
{
    private const string Spelling = "--method";

    public MethodOption()
        : base(Spelling)
    {
        Description = "How to train; see below.";
        HelpName = "WORD";
        DefaultValueFactory = _ => MethodName.All[0].Word;
        Validators.Add(result =>
        {
            string? word = result.Tokens.Count == 1 ? result.Tokens[0].Value : null;
            if (word is not null && MethodName.All.All(name => name.Word != word))
                result.AddError($"{Spelling} must be one of {string.Join(", ", MethodName.All.Select(name => name.Word))}, found '{word}'.");
        });
    }

    /// <summary>What was given, or the default.</summary>
    public MethodName Value(ParseResult parsed) => MethodName.All.First(name => name.Word == parsed.GetValue(this));
}
