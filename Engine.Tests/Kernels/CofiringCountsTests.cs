using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed unsafe class CofiringCountsTests
{
    /// <summary>Samples, outputs, threads; rows come in blocks of 64, vectors of 32.</summary>
    public static TheoryData<int, int, int> Shapes() => new()
    {
        { 1, 1, 1 }, { 17, 1, 2 }, { 33, 3, 3 }, { 64, 2, 2 }, { 131, 3, 2 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Counts_AreThoseOfARecount_AfterChangesAndTheirUndoing(int samples, int outputs, int threads)
    {
        using CofiringTrace trace = new(samples, outputs, neurons: 20, threads, seed: samples);
        trace.Build();
        trace.AssertEqual();
        for (int round = 0; round < 12; round++)
        {
            FlipLog[] logs = trace.Draw(changes: 1 + 40 * (round % 4));
            trace.Apply(logs, undo: false);
            trace.AssertEqual();
            if (round % 3 != 1) continue;
            trace.Apply(logs, undo: true);
            trace.AssertEqual();
        }

        Assert.True(trace.Counts.Fits);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Fold_KeepsCountsExact_WhereOneRowWouldOverflow(int threads)
    {
        using CofiringTrace trace = new(samples: 37, outputs: 2, neurons: 6, threads, seed: 5);
        trace.Build();
        // i enters while j fires and leaves while it does not: the entry of row i only grows, that of row j only falls.
        int[] pattern = [36, 0, 36, 0];
        for (int q = 0; q < 2; q++)
        {
            if (trace.Fires(output: 1, neuron: 2, pattern[q]) == (q == 0)) trace.Apply(trace.Log(output: 1, neuron: 2, pattern[q]), undo: false);
        }

        for (int block = 0; block < 40; block++)
        {
            // More than 2^15 changes of either row in all; every other block is taken back and made again.
            FlipLog[] logs = trace.Log(output: 1, neuron: 2, [.. Enumerable.Range(0, 4000).Select(q => pattern[q % 4])]);
            trace.Apply(logs, undo: false);
            if (block % 8 == 7)
            {
                trace.Apply(logs, undo: true);
                trace.AssertEqual();
                trace.Apply(logs, undo: false);
            }

            trace.AssertEqual();
        }

        Assert.True(trace.Counts.Fits);
    }

    /// <summary>(Neurons that fire on a sample, whether their count still fits.)</summary>
    [Theory]
    [InlineData(16383, true)]
    [InlineData(16384, false)]
    [InlineData(40000, false)]
    public void Fits_UpToHalfTheRangeOfACount(int neurons, bool fits)
    {
        using CofiringTrace trace = new(samples: 3, outputs: 2, neurons, threads: 2, seed: 1, always: 1);
        trace.Build();
        Assert.Equal(fits, trace.Counts.Fits);
    }

    /// <summary>A step that overflows says so, and can be taken back.</summary>
    [Fact]
    public void Fits_EndsWhenOneStepBringsTooMany()
    {
        using CofiringTrace trace = new(samples: 3, outputs: 1, neurons: 40000, threads: 2, seed: 1, always: 1, of: 16000);
        trace.Build();
        Assert.True(trace.Counts.Fits);
        FlipLog[] logs = trace.LogAll(first: 16000, end: 40000, sample: 1);
        trace.Apply(logs, undo: false);
        Assert.False(trace.Counts.Fits);
        trace.Apply(logs, undo: true);
        trace.AssertEqual();
    }

    [Fact]
    public void Apply_BringsTheOutputsOfChanges()
    {
        using CofiringTrace trace = new(samples: 9, outputs: 2, neurons: 10, threads: 2, seed: 3);
        trace.Build();
        double[] before = [.. trace.Outputs];
        FlipLog[] logs = trace.Draw(changes: 60);
        double[] expected = [.. before];
        for (int s = 0; s < logs.Length; s++)
        {
            foreach (Flip flip in logs[s].Flips) expected[trace.Ranges[s].FirstOutput * 9 + flip.Sample] += flip.Output;
        }

        trace.Apply(logs, undo: false);
        // Sums in the order of the log.
        Assert.Equal(expected, trace.Outputs);
        trace.Apply(logs, undo: true);
        double size = logs.Sum(log => log.Flips.ToArray().Sum(flip => Math.Abs(flip.Output)));
        // At most 60 sums out and 60 back, of partial sums no larger than all together.
        for (int p = 0; p < before.Length; p++) Check.Near(trace.Outputs[p], before[p], 120 * Math.ScaleB(size, -53), $"output {p} after undoing");
    }
}
