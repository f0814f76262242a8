namespace Engine.Cli;

/// <summary>Numbers as people read them. The build knows no culture but the invariant one (InvariantGlobalization).</summary>
internal static class Figures
{
    /// <summary>A size in the largest binary unit that leaves at least one whole.</summary>
    public static string Bytes(double bytes)
    {
        string[] units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
        int unit = 0;
        for (; bytes >= 1024 && unit < units.Length - 1; unit++) bytes /= 1024;
        return $"{Short(bytes)} {units[unit]}";
    }

    /// <summary>A duration, in the unit that suits it.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        < 0.1 => $"{seconds * 1000:F0} ms",
        < 10 => $"{seconds:F1} s",
        < 120 => $"{seconds:F0} s",
        < 7200 => $"{seconds / 60:F0} min",
        _ => $"{seconds / 3600:F1} h",
    };

    /// <summary>A count of floating-point operations.</summary>
    public static string Operations(double flops) => flops switch
    {
        < 1e9 => $"{Short(flops / 1e6)} MFLOP",
        < 1e12 => $"{Short(flops / 1e9)} GFLOP",
        _ => $"{Short(flops / 1e12)} TFLOP",
    };

    /// <summary>A share in percent.</summary>
    public static string Percent(double share) => $"{share * 100:0.##} %";

    /// <summary>Names separated by commas; the first ten when there are many.</summary>
    public static string List(IReadOnlyList<string> names) =>
        names.Count <= 12 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(10))}, ... {names[^1]}";

    // About three digits: 9.31, 93.1, 931.
    private static string Short(double value) => value switch
    {
        < 10 => $"{value:0.##}",
        < 100 => $"{value:0.#}",
        _ => $"{value:F0}",
    };
}
