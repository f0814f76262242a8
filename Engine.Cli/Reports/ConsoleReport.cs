namespace Engine.Cli;

/// <summary>Lines of a name and a text, in two columns.</summary>
internal sealed class ConsoleReport(TextWriter target)
{
    private const int NameWidth = 12, LineWidth = 80;

    /// <summary>Writes one entry; long texts continue below themselves.</summary>
    public void Line(string name, string text)
    {
        int used = NameWidth;
        target.Write(name.PadRight(NameWidth));
        foreach (string word in text.Split(' '))
        {
            if (used > NameWidth && used + word.Length > LineWidth)
            {
                target.WriteLine();
                target.Write(new string(' ', NameWidth));
                used = NameWidth;
            }

            if (used > NameWidth) target.Write(' ');
            target.Write(word);
            used += word.Length + 1;
        }

        target.WriteLine();
    }

    /// <summary>Writes one entry as it is, on one line.</summary>
    public void Row(string name, string text) => target.WriteLine(name.PadRight(NameWidth) + text);

    /// <summary>An empty line.</summary>
    public void Gap() => target.WriteLine();
}
