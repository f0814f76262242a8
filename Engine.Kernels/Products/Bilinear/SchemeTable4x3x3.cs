namespace Engine.Kernels;

/// <summary>The 29 products of a &lt;4,3,3;29&gt; scheme, one a line: sum of blocks of A | sum of blocks of B | blocks of C it is added to.</summary>
/// <remarks>Data from arbenson/fast-matmul, codegen/algorithms/smirnov343-29-204, permuted from 3 x 4 x 3 (NOTES.md).</remarks>
internal static class SchemeTable4x3x3
{
    internal const string Products = """
        -a10+a20-a30+a31 | b01+b11+b12 | c21+c32
        a00-a01-a11+a21 | b00+b02+b10 | c02+c20
        -a10+a32 | -b00+b01+b20 | -c11+c30+c31
        a02-a11 | b10-b11+b21 | c00+c01-c10
        a10+a22 | -b00-b02+b20 | -c12+c20-c22
        a11+a22 | b11+b12-b21 | c12-c21+c22
        a22 | -b00-b02-b11-b12+b20+b21+b22 | c12+c22
        a10 | -b00+b20 | -c10-c11+c12-c20+c22+c30+c31
        a11 | -b11+b21 | c00+c01-c10-c11+c12-c21+c22
        a10-a20+a21+a22+a30-a31 | b11+b12 | c21
        a01+a11-a21 | b00+b02+b10+b12 | c02
        a10-a20+a30 | b01+b02+b11+b12 | c32
        -a00+a01+a11+a20-a21+a22 | b00+b02 | c20
        -a00+a01+a11 | b10 | c00+c01+c20
        a10+a30-a31 | b01 | c21+c30+c31
        a00-a31 | b01+b10 | c01-c30
        a32 | -b00+b01+b20-b21 | c11-c31
        a02 | -b10+b11+b20-b21 | c00-c10
        -a10+a20 | b02 | -c20+c22+c32
        a01+a02-a31 | -b10+b11 | c01
        a31 | b01+b11 | c01+c31-c32
        -a11+a21 | b12 | c02-c21+c22
        a00 | b00+b10 | c00-c02+c30
        -a00+a30+a32 | b00-b01 | c30
        a02+a10+a12 | -b20 | -c10
        a11+a12+a32 | b21 | c11
        a12-a22 | b22 | c12
        a02 | b22 | c02
        a32 | b22 | c32
        """;
}
