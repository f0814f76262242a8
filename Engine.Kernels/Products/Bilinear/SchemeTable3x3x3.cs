namespace Engine.Kernels;

/// <summary>The 23 products of a &lt;3,3,3;23&gt; scheme, one a line: sum of blocks of A | sum of blocks of B | blocks of C it is added to.</summary>
/// <remarks>Data from arbenson/fast-matmul, codegen/algorithms/smirnov333-23-139 (NOTES.md).</remarks>
internal static class SchemeTable3x3x3
{
    internal const string Products = """
        a22 | -b00-b10+b20 | -c00+c10+c20
        a11+a22 | -b10+b21 | -c10+c21
        a00+a01+a20+a21 | b12 | -c01+c02
        -a00+a10 | b01+b02 | c12
        -a20-a21 | -b01 | -c01+c02+c21-c22
        a11+a12 | b21 | c01+c10+c11
        -a10-a22 | b00 | -c10
        a20+a22 | b00 | c20-c22
        a11 | -b01+b11-b21 | c11-c12+c21
        a11-a21 | b01+b10-b11 | c21
        -a21-a22 | b10 | -c20-c21
        -a02+a11+a12 | b11+b12-b21 | c01+c12
        a02+a22 | b20+b22 | c00
        a00+a20 | b00+b02-b12 | c22
        -a00+a22 | b00+b22 | -c00+c22
        -a02+a12 | -b11-b12+b21+b22 | c12
        -a01-a02+a11+a12 | -b11-b12 | c01
        -a12+a22 | -b20+b21 | c10
        -a00-a20-a21 | -b01-b12 | c01-c02+c22
        -a00-a02 | b22 | c00-c02-c12
        a00 | -b01-b02+b22 | -c02-c12+c22
        -a10-a11 | b01 | -c11+c12
        -a01+a22 | b10 | -c00
        """;
}
