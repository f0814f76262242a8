namespace Engine.Kernels;

/// <summary>The 15 products of a &lt;3,2,3;15&gt; scheme, one a line: sum of blocks of A | sum of blocks of B | blocks of C it is added to.</summary>
/// <remarks>Data from arbenson/fast-matmul, codegen/algorithms/hk323-15-94 (NOTES.md).</remarks>
internal static class SchemeTable3x2x3
{
    internal const string Products = """
        a00+a01 | b10 | c00-c01+c20
        a00 | b00-b10 | c00+c02-c10
        a10+a11 | b01 | -c10+c11+c21
        a00+a10 | b00+b01 | c10
        a00-a11 | b01+b10 | c01-c10
        -a00-a01+a20+a21 | -b00+b02 | -c20
        a20 | b02 | c12+c20+c22
        a00+a01-a21 | -b00+b02+b10 | c02-c20
        a11 | b01-b11 | c01-c11-c12
        a01+a11 | b10+b11 | c01
        -a10-a11+a20+a21 | -b11+b12 | -c21
        a21 | b12 | c02+c21+c22
        -a10+a20 | -b01+b02+b11-b12 | -c12
        -a10-a11+a20 | b01-b11+b12 | -c12+c21
        -a01+a21 | -b00+b02+b10-b12 | c02
        """;
}
