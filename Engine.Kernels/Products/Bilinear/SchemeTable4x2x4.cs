namespace Engine.Kernels;

/// <summary>The 26 products of a &lt;4,2,4;26&gt; scheme, one a line: sum of blocks of A | sum of blocks of B | blocks of C it is added to.</summary>
/// <remarks>Data from dronperminov/FastMatrixMultiplication, schemes/known/alpha_tensor/2x4x4_m26_ZT.json, permuted from 2 x 4 x 4 (NOTES.md).</remarks>
internal static class SchemeTable4x2x4
{
    internal const string Products = """
        a30+a31 | b02 | -c02+c31+c32
        a10+a30 | b01-b02 | c31
        a10-a31 | b02-b11 | c12+c31
        a31 | b02-b12 | c12-c32+c33
        a00+a30+a31 | b02-b12-b13 | c02-c33
        -a00-a01-a30-a31 | b12+b13 | -c02+c30
        -a11-a31 | b11-b12 | c12
        a01-a21+a31 | b10+b12+b13 | c30
        a00+a21+a30 | b00+b12+b13 | c22+c30
        a10+a11 | b11 | c01+c10+c11+c12
        a10+a21 | b00-b11 | c10-c21
        a10 | b01-b11 | c11+c13+c21-c31
        -a01+a10+a11 | b01-b03-b11 | c01-c13
        -a01+a11 | b01-b03-b11+b13 | c13
        a00+a01-a10-a11 | b01-b03 | c01
        a10-a20 | b00-b01 | c21
        a11-a21 | b10-b11 | c10
        a00+a30 | b02+b03-b12-b13 | c22+c33
        -a20-a21 | b00 | c00-c20-c21+c22-c30
        -a00+a20-a30 | b00+b02+b03 | c22
        -a21 | b00-b10 | c10+c20-c22+c23+c30
        a00+a20+a21 | b00-b10+b13 | c00-c22+c23-c30
        a00+a01+a20+a21 | b10-b13 | c00-c30
        a00+a20 | b00-b03-b10+b13 | c22-c23
        a01 | b13 | c00-c02+c03+c13-c30
        a00 | b03 | c01+c03+c22-c23-c33
        """;
}
