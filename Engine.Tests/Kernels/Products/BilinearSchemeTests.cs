using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels.Products;

public sealed class BilinearSchemeTests
{
    /// <summary>M, K, N, R, additions and E of every embedded scheme, computed independently when the tables were converted.</summary>
    public static TheoryData<int, int, int, int, int, int, int> Catalogue() => new()
    {
        { 0, 2, 2, 2, 7, 18, 12 },
        { 1, 3, 2, 3, 15, 55, 20 },
        { 2, 4, 2, 3, 20, 78, 34 },
        { 3, 3, 3, 3, 23, 84, 31 },
        { 4, 4, 2, 4, 26, 114, 48 },
        { 5, 4, 3, 3, 29, 134, 37 },
        { 6, 4, 4, 4, 49, 318, 128 },
        { 7, 4, 5, 5, 76, 528, 93 },
    };

    [Theory, MemberData(nameof(Catalogue))]
    public void Embedded_HaveTheStatedShapeAndCounts(int index, int rows, int inner, int columns, int rank, int additions, int errorFactor)
    {
        BilinearScheme scheme = BilinearSchemes.All[index];
        Assert.Equal((rows, inner, columns, rank), (scheme.Rows, scheme.Inner, scheme.Columns, scheme.Rank));
        Assert.Equal(additions, scheme.Additions);
        Assert.Equal(errorFactor, scheme.ErrorFactor);
        Assert.Equal($"<{rows},{inner},{columns};{rank}>", scheme.ToString());
    }

    [Theory, MemberData(nameof(Indices))]
    public void BrentEquations_HoldExactly_ForAllSixPermutations(int index)
    {
        BilinearScheme scheme = BilinearSchemes.All[index];
        (int, int, int)[] shapes = [.. scheme.Permutations.Select(p => (p.Rows, p.Inner, p.Columns))];
        (int m, int k, int n) = shapes[0];
        Assert.Equal([(m, k, n), (k, n, m), (n, m, k), (n, k, m), (m, n, k), (k, m, n)], shapes);
        Assert.All(scheme.Permutations, permutation => Assert.True(permutation.Verify()));
    }

    [Theory, MemberData(nameof(Indices))]
    public void Verify_CatchesEveryFlippedSign(int index)
    {
        BilinearScheme scheme = BilinearSchemes.All[index];
        // The largest tables have hundreds of signs: every seventh of each side is as good.
        int step = scheme.Rank > 30 ? 29 : 1;
        for (int side = 0; side < 3; side++)
        {
            for (int flipped = 0; flipped < Flip(scheme, side, -1).Count; flipped += step)
                Assert.False(Flip(scheme, side, flipped).Scheme.Verify(), $"side {side}, coefficient {flipped}");
        }
    }

    [Theory, MemberData(nameof(Indices))]
    public void SymmetriesReturn_AfterTheirOrder(int index)
    {
        BilinearScheme scheme = BilinearSchemes.All[index];
        Assert.Equal(Coefficients(scheme), Coefficients(scheme.Transposed.Transposed));
        Assert.Equal(Coefficients(scheme), Coefficients(scheme.Rotated.Rotated.Rotated));
    }

    [Fact]
    public void Compose_MultipliesRanksAndErrorFactors_AndIsExact()
    {
        BilinearScheme composed = BilinearSchemes.Strassen.Compose(BilinearSchemes.HopcroftKerr);
        Assert.Equal((6, 4, 6, 105), (composed.Rows, composed.Inner, composed.Columns, composed.Rank));
        Assert.Equal(12 * 20, composed.ErrorFactor);
        Assert.True(composed.Verify());
    }

    [Theory]
    [InlineData("a00 | b00")]
    [InlineData("a00 | b00 | c01")]
    [InlineData("a00 | b00 | d00")]
    [InlineData("a0 | b00 | c00")]
    [InlineData("xa00 | b00 | c00")]
    public void Text_IsRefused_WhenItIsNoProductOfBlocks(string line) =>
        Assert.Throws<FormatException>(() => SchemeText.Parse(1, 1, 1, line));

    [Fact]
    public void Text_MayCarryWholeCoefficients()
    {
        BilinearScheme scheme = SchemeText.Parse(1, 2, 1, "a00-12a01 | -b00 | 3c00");
        Assert.Equal((1, -12, -1, 3), (scheme.U(0, 0, 0), scheme.U(0, 0, 1), scheme.V(0, 0, 0), scheme.W(0, 0, 0)));
    }

    public static TheoryData<int> Indices() => [.. Enumerable.Range(0, BilinearSchemes.All.Count)];

    /// <summary>The scheme with one coefficient of one side negated, counted among those that are not zero.</summary>
    private static (BilinearScheme Scheme, int Count) Flip(BilinearScheme scheme, int side, int flipped)
    {
        int[][,] tables = Coefficients(scheme);
        int count = 0;
        int[,] table = tables[side];
        for (int r = 0; r < table.GetLength(0); r++)
        {
            for (int block = 0; block < table.GetLength(1); block++)
            {
                if (table[r, block] == 0) continue;
                if (count++ == flipped) table[r, block] = -table[r, block];
            }
        }

        return (new BilinearScheme(scheme.Rows, scheme.Inner, scheme.Columns, tables[0], tables[1], tables[2]), count);
    }

    private static int[][,] Coefficients(BilinearScheme scheme)
    {
        int[,] u = new int[scheme.Rank, scheme.Rows * scheme.Inner];
        int[,] v = new int[scheme.Rank, scheme.Inner * scheme.Columns];
        int[,] w = new int[scheme.Rank, scheme.Rows * scheme.Columns];
        for (int r = 0; r < scheme.Rank; r++)
        {
            for (int i = 0; i < u.GetLength(1); i++) u[r, i] = scheme.U(r, i / scheme.Inner, i % scheme.Inner);
            for (int i = 0; i < v.GetLength(1); i++) v[r, i] = scheme.V(r, i / scheme.Columns, i % scheme.Columns);
            for (int i = 0; i < w.GetLength(1); i++) w[r, i] = scheme.W(r, i / scheme.Columns, i % scheme.Columns);
        }

        return [u, v, w];
    }
}
