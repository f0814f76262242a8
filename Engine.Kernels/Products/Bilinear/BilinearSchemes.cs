namespace Engine.Kernels;

/// <summary>The embedded schemes; sources and licences are named in NOTES.md beside this file.</summary>
public static class BilinearSchemes
{
    /// <summary>Strassen's &lt;2,2,2;7&gt;, E = 12: the fewest terms in sums that are formed while packing.</summary>
    public static BilinearScheme Strassen { get; } = SchemeText.Parse(2, 2, 2, SchemeTable2x2x2.Products);

    /// <summary>Hopcroft and Kerr's &lt;3,2,3;15&gt;, E = 20.</summary>
    public static BilinearScheme HopcroftKerr { get; } = SchemeText.Parse(3, 2, 3, SchemeTable3x2x3.Products);

    /// <summary>&lt;4,2,3;20&gt;, E = 34.</summary>
    public static BilinearScheme Rank20 { get; } = SchemeText.Parse(4, 2, 3, SchemeTable4x2x3.Products);

    /// <summary>&lt;4,2,4;26&gt;, E = 48.</summary>
    public static BilinearScheme Rank26 { get; } = SchemeText.Parse(4, 2, 4, SchemeTable4x2x4.Products);

    /// <summary>&lt;3,3,3;23&gt;, E = 31.</summary>
    public static BilinearScheme Rank23 { get; } = SchemeText.Parse(3, 3, 3, SchemeTable3x3x3.Products);

    /// <summary>&lt;4,3,3;29&gt;, E = 37.</summary>
    public static BilinearScheme Rank29 { get; } = SchemeText.Parse(4, 3, 3, SchemeTable4x3x3.Products);

    /// <summary>&lt;4,4,4;49&gt;, E = 128.</summary>
    public static BilinearScheme Rank49 { get; } = SchemeText.Parse(4, 4, 4, SchemeTable4x4x4.Products);

    /// <summary>&lt;4,5,5;76&gt;, E = 93.</summary>
    public static BilinearScheme Rank76 { get; } = SchemeText.Parse(4, 5, 5, SchemeTable4x5x5.Products);

    /// <summary>All of them, smallest first.</summary>
    public static IReadOnlyList<BilinearScheme> All { get; } = [Strassen, HopcroftKerr, Rank20, Rank23, Rank26, Rank29, Rank49, Rank76];
}
