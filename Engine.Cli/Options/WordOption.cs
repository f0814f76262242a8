using System.CommandLine;
using System.Text.Json;

namespace Engine.Cli;

/// <summary>An option whose value is a member of an enumeration, written in lower case with dashes: <c>gauss-newton</c>.</summary>
/// <typeparam name="T">The enumeration; it has no two members that differ in case only.</typeparam>
internal sealed class WordOption<T> : Option<string>
    where T : struct, Enum
{
    /// <param name="name">With its dashes.</param>
    /// <param name="description">For the help.</param>
    /// <param name="initial">The default.</param>
    public WordOption(string name, string description, T initial)
        : base(name)
    {
        Description = description;
        DefaultValueFactory = _ => Word(initial);
        string[] words = Array.ConvertAll(Enum.GetValues<T>(), Word);
        HelpName = string.Join('|', words);
        Validators.Add(result =>
        {
            string? word = result.Tokens.Count == 1 ? result.Tokens[0].Value : null;
            if (word is not null && !words.Contains(word))
                result.AddError($"{name} must be one of {string.Join(", ", words)}, found '{word}'.");
        });
    }

    /// <summary>A member as it is written on the command line.</summary>
    public static string Word(T value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>The member given, or the default.</summary>
    public T Value(ParseResult parsed) => Array.Find(Enum.GetValues<T>(), value => Word(value) == parsed.GetValue(this));
}
