namespace Engine.Kernels;

/// <summary>The 20 products of a &lt;4,2,3;20&gt; scheme, one a line: sum of blocks of A | sum of blocks of B | blocks of C it is added to.</summary>
/// <remarks>Data from arbenson/fast-matmul, codegen/algorithms/fast423-130 (NOTES.md).</remarks>
internal static class SchemeTable4x2x3
{
    internal const string Products = """
        -a20-a21 | b00 | -c20+c21
        -a20-a30 | -b02 | c22
        a11-a30 | -b01+b02-b10-b12 | -c10+c31
        a00 | -b01+b11 | -c01-c02-c10+c11+c12+c21
        -a00+a21 | b00+b11 | -c00+c21
        a10+a30 | b00+b01 | c10
        a00+a01 | b11 | -c00+c01
        a30 | b00+b02-b10-b12 | -c10-c22+c31+c32
        a01+a21 | b10+b11 | c00
        a10+a11 | -b01+b02 | c10-c11
        a21+a31 | b12 | -c30+c31+c32
        -a00+a11 | -b01+b02+b11 | -c02-c10+c11+c12
        -a21+a30 | b00-b10-b12 | c22+c30-c31-c32
        a30+a31 | b10+b12 | c30-c31
        a21 | b00-b10 | c00-c20+c22+c30-c31-c32
        a01+a11 | b12 | c02
        -a11-a31 | -b10-b11 | c31
        a00+a20 | b00+b01 | c21
        -a11 | -b01+b02+b11-b12 | -c02-c10+c12+c31
        a00+a10 | b02 | -c10+c11+c12
        """;
}
