using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Solvers;

public sealed class CofiringTableTests
{
    /// <summary>The table's bound of interpolation and rounding, and what <see cref="BivariateNormal"/> may be off.</summary>
    private const double Accuracy = 1e-13;

    [Theory]
    [InlineData(0)]
    [InlineData(1e-4)]
    [InlineData(0.01)]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(2.1)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(15)]
    public void BothFire_IsTheOrthantProbability_EveryWhere(double shift)
    {
        CofiringTable table = new(shift);
        for (int i = -5000; i <= 5000; i++) Same(table, i / 5000.0);
        // Every octave of the root towards both ends, and each of its pieces.
        for (double gap = 1; gap > 1e-16; gap *= 0.97)
        {
            Same(table, 1 - gap);
            Same(table, gap - 1);
        }

        Assert.Equal(table.BothFire(1), table.BothFire(1.0000001));
        Assert.Equal(table.BothFire(-1), table.BothFire(-1.0000001));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(15.1)]
    [InlineData(double.NaN)]
    public void Table_RefusesShifts_OutOfRange(double shift) => Assert.Throws<ArgumentOutOfRangeException>(() => new CofiringTable(shift));

    private static void Same(CofiringTable table, double r) =>
        Check.Near(table.BothFire(r), BivariateNormal.BothAbove(table.Shift, r), Accuracy, $"b={table.Shift} r={r:R}");
}
