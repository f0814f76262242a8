namespace Engine.Kernels;

/// <summary>The 49 products of a &lt;4,4,4;49&gt; scheme, one a line: sum of blocks of A | sum of blocks of B | blocks of C it is added to.</summary>
/// <remarks>Data from dronperminov/FastMatrixMultiplication, schemes/results/ZT/4x4x4_m49_ZT.json (NOTES.md).</remarks>
internal static class SchemeTable4x4x4
{
    internal const string Products = """
        a02+a13 | b00+b11-b20-b31 | -c00-c11+c20+c31
        a30+a31 | b00+b20 | c10-c11+c30-c31
        a13 | b00-b10+b20-b30 | -c00-c10-c20-c30
        a20+a21-a22-a23 | b31 | c20-c21+c22-c23
        a12+a13-a30-a31 | b02+b20 | c10-c11-c32+c33
        a31-a33 | b22-b32 | c20+c22+c30+c32
        a02 | b03-b13+b23-b33 | c03+c13+c23+c33
        a00+a01-a20-a21 | b11-b13 | -c00+c01
        a00+a01-a02-a03 | b13 | -c00+c01-c02+c03
        a00-a10-a20+a30 | b00+b01-b02-b03 | c31
        a02-a22 | b21-b23-b31+b33 | c23+c33
        a30+a31-a32-a33 | b20 | -c30+c31-c32+c33
        a00-a20 | b01-b03-b11+b13 | c01+c11
        a20+a22-a30-a32 | b02+b03 | -c31-c33
        a20+a21 | b11+b31 | -c00+c01-c20+c21
        a02-a12-a22+a32 | b20+b21-b22-b23 | c13
        a00-a10+a22-a32 | b02+b03-b20-b21 | -c13+c31
        a02+a03-a20-a21 | b13+b31 | -c00+c01+c22-c23
        a02-a20 | b03-b13+b21-b31 | c01+c11-c23-c33
        a00+a11+a20+a31 | b00-b02+b11-b13 | -c02-c13
        a01-a11+a23-a33 | b12+b13-b30-b31 | c02-c20
        a20+a31 | b02+b13-b22-b33 | -c02-c13+c22+c33
        a11-a13 | b00-b10 | -c00-c02-c10-c12
        a03-a13-a23+a33 | b30+b31-b32-b33 | -c02
        a12+a13 | b02+b22 | c12-c13+c32-c33
        a20 | b01-b11+b21-b31 | c01+c11+c21+c31
        a02+a03-a22-a23 | b31-b33 | -c22+c23
        a02+a13-a20-a31 | b00+b11-b22-b33 | -c02-c13-c20-c31
        a02+a13+a22+a33 | b20-b22+b31-b33 | c20+c31
        a21+a23-a31-a33 | b12+b13 | c20+c22
        a11-a31 | b00-b02-b10+b12 | c02+c12
        a10+a11-a30-a31 | b00-b02 | c10-c11
        a13-a33 | b20-b22-b30+b32 | c20+c30
        a13-a31 | b00-b10+b22-b32 | -c02-c12+c20+c30
        a02+a03 | b13+b33 | -c02+c03-c22+c23
        a20+a22+a31+a33 | b22+b33 | c20+c22+c31+c33
        a23-a33 | b12+b13-b32-b33 | -c02-c22
        a31 | b02-b12+b22-b32 | -c02-c12-c22-c32
        a22-a32 | b02+b03-b22-b23 | c13+c33
        a00-a10 | b00+b01-b20-b21 | -c11-c31
        a10+a11-a12-a13 | b02 | c10-c11+c12-c13
        a12+a13-a32-a33 | b20-b22 | c32-c33
        a20-a22 | b21-b31 | -c21-c23-c31-c33
        a00+a02+a11+a13 | b00+b11 | c00+c02+c11+c13
        a00-a02 | b03-b13 | c01+c03+c11+c13
        a01-a11-a21+a31 | b10+b11-b12-b13 | -c20
        a00+a02-a10-a12 | b20+b21 | -c11-c13
        a01+a03-a11-a13 | b30+b31 | c00+c02
        a01-a11 | b10+b11-b30-b31 | c00+c20
        """;
}
