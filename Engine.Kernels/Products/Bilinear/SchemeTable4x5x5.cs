namespace Engine.Kernels;

/// <summary>The 76 products of a &lt;4,5,5;76&gt; scheme, one a line: sum of blocks of A | sum of blocks of B | blocks of C it is added to.</summary>
/// <remarks>Data from dronperminov/FastMatrixMultiplication, schemes/results/naive_addition_reduced_ZT/4x5x5_m76_c528_ZT.json (NOTES.md).</remarks>
internal static class SchemeTable4x5x5
{
    internal const string Products = """
        a21 | b11+b13-b31 | c21
        a01-a02-a22 | b13-b21 | c03+c21-c23
        a24+a31+a34 | b13+b41 | c21-c23+c33
        a04+a31+a34 | b10+b41 | -c00+c01+c30
        a00-a10+a11 | b01-b10 | -c00+c01-c10
        a03+a21+a23 | b10+b31 | -c00+c01+c20
        a14+a31+a34 | b14-b41 | -c11-c14+c34
        a13-a21-a23 | b14-b31 | -c11-c14-c24
        a31+a34 | b41 | c00-c01-c11-c14-c21+c23-c30+c31-c33+c34
        a03-a04+a33-a34 | b30+b31-b32 | -c02
        a10-a11-a20 | b01-b13 | c13-c21+c23
        a10-a11 | b01 | -c00+c01-c10+c11+c12-c13+c21-c23-c31-c32
        a10-a11+a30 | b01+b12 | -c12+c31+c32
        a13-a23 | b14+b21+b23-b24+b33-b34 | c24
        a21+a23 | b31 | c00-c01+c11+c14-c20+c21+c22+c24-c31-c32
        a32 | b21-b22-b42 | c02-c32-c33+c34
        a33 | b31-b32-b42 | c22-c30-c32+c34
        a32+a33-a34 | b42 | c02+c12+c22-c32
        a13+a22-a23 | b21+b23-b24+b33 | c13-c24
        a20 | b01+b03-b33 | c13-c20+c22+c23
        a20-a22+a23 | b33 | -c03+c13+c23-c33
        a10-a14-a20 | b04-b41-b43+b44 | c13-c24
        a00-a02-a32 | b00+b01-b02+b20 | -c02-c30
        a04 | b20+b40+b41 | c00-c03+c04-c30
        a00 | b00+b01+b20 | c00+c02-c03+c10
        a22 | b21+b23+b33 | -c03+c22+c23+c24
        a00-a02+a04 | b20 | -c00-c10+c20+c30
        a14 | b04-b41+b44 | c10+c13+c14-c34
        a13 | b04-b31+b34 | c10-c12+c14+c24
        a04-a33+a34 | b30+b31-b32-b42 | -c02-c30
        a10-a13-a14 | b04 | c04+c14+c24-c34
        a24 | b41+b43 | -c20+c23+c24-c33
        a12 | b21-b24 | -c04+c12-c13-c14
        a10-a13+a30-a33 | b21-b22-b24-b31+b32+b34 | -c34
        a10-a13+a30 | b04+b21-b22-b24-b31+b32+b34 | -c12+c34
        a00-a10+a13+a14 | b04-b30-b31+b34 | c04-c10
        a03 | b30+b31 | c00+c02+c04-c20
        a02-a04-a12 | b20-b30-b31+b34+b40+b41-b44 | c04-c10
        a10-a12-a13+a14+a30-a32-a33+a34 | b21-b22-b24 | c12
        a00-a02+a04-a22 | b20+b40+b41+b43 | c03-c20
        a20-a22+a23+a33 | b01-b02+b03-b33 | -c22-c33
        a24-a32+a34 | b01-b02+b03+b21-b22+b23-b42 | -c22-c33
        a24+a34 | b13-b21+b22-b23+b42-b43 | -c33
        a01 | b10+b11+b21 | c01
        a01-a02 | b21 | -c01-c02+c03-c04-c11-c14+c21-c23+c31+c32
        a31 | b11-b12-b41 | c31
        a00-a01-a03-a04-a10+a11-a21-a23-a31-a34 | b10 | -c00+c01
        a01-a02-a11+a12-a13-a14+a21+a23-a31-a34 | b14 | -c11-c14
        a10-a14-a20+a24 | b41+b43-b44 | -c24
        a02-a04-a12+a14 | b30+b31-b34-b40-b41+b44 | -c10
        a10-a20 | b03-b04+b13+b41+b43-b44 | c13
        a00-a02+a03+a04+a20-a22+a23+a24 | b40+b41+b43 | c20
        a03+a23 | b00+b01+b03+b10-b30-b33 | -c20
        a12-a13-a22+a23 | b21+b23-b24 | c13
        a14+a34 | b14+b21-b22-b24-b42-b44 | -c34
        a20-a22+a23+a24+a30-a32+a33+a34 | b01-b02+b03 | c33
        a02-a12 | b14-b20+b24-b40-b41+b44 | c04
        a14-a32-a33+a34 | b21-b22-b24-b42 | -c12+c34
        a02+a22 | b13+b20+b23+b40+b41+b43 | c03
        a02+a32 | b00+b01-b02-b12+b20-b22 | -c02
        a04+a34 | b10-b30-b31+b32-b40+b42 | -c30
        a01-a02+a12 | b14+b21 | c04+c11+c14
        a00+a03+a20+a23 | b00+b01+b03-b40-b41-b43 | c03
        a00-a02+a30-a32 | b00+b01-b02 | c30
        a22-a24+a32-a34 | b01-b02+b03+b21-b22+b23 | -c22
        a30 | b01-b02 | c12-c30-c32-c33
        a21+a23+a33 | b12-b31 | c22-c31-c32
        a01-a02-a10+a11+a21+a23-a30+a31-a32+a33 | b12 | c31+c32
        a00-a10 | b00-b04+b10+b30+b31-b34 | -c10
        a10+a30 | b02+b04+b12-b31+b32+b34 | c12
        a01-a02+a10-a11-a20+a21-a22+a24+a31+a34 | b13 | -c21+c23
        a01-a02-a32 | b12+b21 | c02-c31-c32
        a03+a20+a23 | b00+b01+b03-b33-b40-b41-b43 | -c03+c20
        a23+a33 | b01-b02+b03-b12+b32-b33 | c22
        a11 | b01+b11-b14 | c11
        a00+a02-a03-a04-a10-a12+a13+a14 | b30+b31-b34 | c04
        """;
}
