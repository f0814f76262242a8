using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Kernels;

/// <summary>What the clocks of a motion promise: bounds on every increment, in terms of every reference, and a shared clock that none of them overtakes.</summary>
public sealed unsafe class DueMotionTests
{
    private const double Scale = 0.37;

    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(5, 0.1)]
    [InlineData(33, 1.0)]
    [InlineData(70, 0.01)]
    public void Clocks_BoundEveryIncrement_InTermsOfEveryReference(int samples, double noise)
    {
        Random random = new(samples);
        using MotionTrace trace = new(samples, Scale);
        double[] way = trace.Draw(random), image = trace.Draw(random);
        for (int step = 1; step <= 50; step++)
        {
            // Now and then another way, at times the opposite one; images point anywhere.
            if (step % 17 == 0) way = [.. way.Select(x => -x)];
            if (step % 23 == 0) way = trace.Draw(random);
            double[] off = trace.Draw(random);
            trace.Add([.. way.Zip(off, (x, y) => (float)(x + noise * y))], random.NextDouble(), image);
            image = trace.Draw(random);
            trace.Advance(begins: step % 20 == 1, image, keeps: random.Next(3) > 0);
        }

        Assert.True(trace.Checked > 100, $"{trace.Checked} increments looked at.");
    }

    /// <summary>Epochs so short that old references are never seen: what a wild start has shown is halved from epoch to epoch.</summary>
    [Fact]
    public void Curves_ForgetWhatIsNotSeenAnyMore()
    {
        Random random = new(4);
        using MotionTrace trace = new(samples: 20, Scale);
        for (int step = 1; step <= 12; step++)
        {
            double[] image = trace.Draw(random);
            trace.Add([.. trace.Draw(random).Select(x => (float)x)], length: 1.0, image);
            trace.Advance(begins: step == 1, image, keeps: true);
        }

        double[] way = trace.Draw(random), still = new double[20];
        double wild = 0;
        for (int step = 0; step < 40; step++)
        {
            trace.Add([.. way.Select(x => (float)x)], length: 1.0, still);
            trace.Advance(begins: step % 2 == 0, still, keeps: true);
            DueCurve rest = trace.Motion.Curves(trace.Motion.Newest).Rest;
            if (step == 1) wild = rest.Linear + rest.Square;
            // 19 further epochs.
            if (step == 39) Assert.True(rest.Linear + rest.Square <= Math.Max(4e-6, Math.ScaleB(wild, -18)), $"{wild:R} became {rest.Linear:R} and {rest.Square:R}.");
        }

        Assert.True(wild > 1e-3, $"{wild:R}");
    }

    /// <summary>Gradient descent on a quadratic, in numbers that are exact in fp32: the reference of a step is the next increment, up to the rounding of the reference itself.</summary>
    [Fact]
    public void Foresee_KnowsTheNextIncrement_WhereNoPairChangesSide()
    {
        const int Samples = 6;
        using MotionTrace trace = new(Samples, scale: 1.0);
        double[] residual = [16, -8, 4, 32, -24, 12], image = new double[Samples];
        for (int step = 1; step <= 5; step++)
        {
            trace.Add([.. residual.Select(x => (float)x)], length: 0.5, image);
            double[] increment = [.. trace.Motion.Increment];
            // J J^T: diagonal 1/2, 1/4, 1/2, ..., and 1/8 beside it.
            for (int j = 0; j < Samples; j++)
                image[j] = increment[j] * (j % 2 == 0 ? 0.5 : 0.25) + 0.125 * ((j > 0 ? increment[j - 1] : 0) + (j + 1 < Samples ? increment[j + 1] : 0));
            residual = [.. residual.Zip(image, (r, g) => r - g)];
            trace.Advance(begins: step == 1, image, keeps: true);
            // The second step learns the step length; what it foresees is seen in the third.
            if (step < 3) continue;
            int last = trace.Motion.Newest - 1;
            double most = 0;
            for (int j = 0; j < Samples; j++) most = Math.Max(most, Math.Abs((double)trace.Motion.Reference(last)[j]) / trace.Motion.Profile[j]);
            DueClock clock = trace.Motion.Clock(last);
            Assert.True(clock.First > 0);
            // Q is rounded to fp32, and so is alpha's share of it.
            Assert.True(clock.Rest <= 4 * SingleRounding.Unit * clock.First * most, $"step {step}: rest {clock.Rest:e2}, {clock.First:R} of a reference of {most:R} profiles.");
        }
    }
}
