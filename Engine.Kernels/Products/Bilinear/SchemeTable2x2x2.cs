namespace Engine.Kernels;

/// <summary>The 7 products of a &lt;2,2,2;7&gt; scheme, one a line: sum of blocks of A | sum of blocks of B | blocks of C it is added to.</summary>
/// <remarks>Data from arbenson/fast-matmul, codegen/algorithms/strassen (NOTES.md).</remarks>
internal static class SchemeTable2x2x2
{
    internal const string Products = """
        a00+a11 | b00+b11 | c00+c11
        a10+a11 | b00 | c10-c11
        a00 | b01-b11 | c01+c11
        a11 | -b00+b10 | c00+c10
        a00+a01 | b11 | -c00+c01
        -a00+a10 | b00+b01 | c11
        a01-a11 | b10+b11 | c00
        """;
}
