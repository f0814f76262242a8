using System.Runtime.Intrinsics;
using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels;

public class FixedPathTests
{
    /// <summary>A due path is never rounded up, loses less than two units of a 250th of the band, and has the same byte in a vector as alone.</summary>
    [Theory]
    [InlineData(0.05f)]
    [InlineData(0.16069068f)]
    [InlineData(1f)]
    [InlineData(97.3f)]
    public void Down_NeverPromisesMore(float band)
    {
        var random = new Random(7);
        for (int q = 0; q < 20_000; q++)
        {
            // Numbers at and next to whole units, between them, and outside the band.
            float due = (q % 4) switch
            {
                0 => band * random.Next(251) / 250,
                1 => MathF.BitIncrement(band * (random.Next(251) / 250f)),
                2 => band * random.NextSingle(),
                _ => band * (3 * random.NextSingle() - 1),
            };
            byte held = FixedPath.Down(due, band);
            Assert.Equal(held, FixedPath.Down(Vector512.Create(due), band)[random.Next(16)]);
            Assert.Equal(FixedPath.Value(held, band), FixedPath.Value(Vector128.Create(held), band)[random.Next(16)]);
            if (due >= band)
            {
                Assert.Equal(FixedPath.Beyond, held);
                Assert.True(FixedPath.Value(held, band) > band);
                continue;
            }

            Assert.True(FixedPath.Value(held, band) <= MathF.Max(due, 0), $"{due:R} became {FixedPath.Value(held, band):R}.");
            Assert.True(due - FixedPath.Value(held, band) < 2.001f * band / 250, $"{due:R} became {FixedPath.Value(held, band):R}.");
        }
    }
}
