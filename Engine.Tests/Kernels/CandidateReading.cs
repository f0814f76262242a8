using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Kernels;

/// <summary>Everything the candidate blocks hold at one moment, spread over arrays (m, n); reading checks the layout of the lists.</summary>
internal sealed unsafe class CandidateReading
{
    private readonly CandidateCase _case;

    private CandidateReading(CandidateCase given)
    {
        _case = given;
        int pairs = given.Width * given.Samples;
        (Listed, Fired) = (new bool[pairs], new bool[pairs]);
        (ColdListed, ColdScores) = (new bool[pairs], new float[pairs]);
        (ColdMoved, Moved) = (new float[given.Width], new float[given.Width]);
        (Scores, Coefficients, Steps) = (new float[pairs], new float[pairs], new float[pairs]);
        Outputs = new double[given.Outputs * given.Samples];
    }

    internal bool[] Listed { get; }

    /// <summary>The recorded marks: who fired at the base point.</summary>
    internal bool[] Fired { get; }

    internal float[] Scores { get; }

    internal float[] Coefficients { get; }

    internal float[] Steps { get; }

    internal bool[] ColdListed { get; }

    /// <summary>Scores at W(0).</summary>
    internal float[] ColdScores { get; }

    /// <summary>By neuron.</summary>
    internal float[] Moved { get; }

    /// <summary>By neuron: the path from the choice of the cold list to the last choice of the hot one.</summary>
    internal float[] ColdMoved { get; }

    /// <summary>(K, n).</summary>
    internal double[] Outputs { get; }

    internal PassCounts Counts { get; private set; }

    internal static CandidateReading Of(CandidateSetup setup)
    {
        CandidateReading reading = new(setup.Case);
        int next = 0;
        foreach (CandidateShard shard in setup.Blocks.Shards)
        {
            Assert.Equal(next, shard.FirstNeuron);
            next += shard.Count;
            for (int local = 0; local < shard.Count; local++)
            {
                reading.ReadList(shard, local);
                if (shard.Cold is not null) reading.ReadCold(shard, local);
            }
        }

        Assert.Equal(setup.Case.Width, next);
        setup.Blocks.ReadOutputs(reading.Outputs);
        reading.Counts = setup.Blocks.Counts;
        return reading;
    }

    /// <summary>Whether a pair fires by its score on the list.</summary>
    internal bool Fires(int pair) => Listed[pair] && Scores[pair] > _case.Shift;

    internal bool[] Fires() => [.. Enumerable.Range(0, Listed.Length).Select(Fires)];

    internal ReadOnlySpan<float> CoefficientsOf(int neuron) => Coefficients.AsSpan(neuron * _case.Samples, _case.Samples);

    /// <summary>A digest of every bit.</summary>
    internal string Digest()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<bool>(Listed));
        hash.AppendData(MemoryMarshal.AsBytes<bool>(Fired));
        hash.AppendData(MemoryMarshal.AsBytes<bool>(ColdListed));
        foreach (float[] floats in new[] { Scores, Coefficients, Steps, Moved, ColdScores, ColdMoved }) hash.AppendData(MemoryMarshal.AsBytes<float>(floats));
        hash.AppendData(MemoryMarshal.AsBytes<double>(Outputs));
        hash.AppendData(MemoryMarshal.AsBytes<long>([Counts.Fires, Counts.Candidates, Counts.Flips, Counts.Refreshes, Counts.ColdRefreshes]));
        return Convert.ToHexString(hash.GetCurrentHash());
    }

    private void ReadCold(CandidateShard shard, int local)
    {
        ColdLists lists = shard.Cold!;
        ColdSlot slot = lists.Slots[local];
        int neuron = shard.FirstNeuron + local, last = -1;
        ColdMoved[neuron] = slot.Moved;
        for (int lane = 0; lane < slot.Groups * Lanes.Width; lane++)
        {
            float* group = lists.Group(slot.Start + lane / Lanes.Width) + lane % Lanes.Width;
            int id = ((int*)group)[ColdLists.IdOffset];
            if (lane >= slot.Count)
            {
                Check.That(group[0] < CandidateShard.PadScore / 2 && id == 0, $"neuron {neuron}: unused cold lane {lane} holds {group[0]:R}, {id}.");
                continue;
            }

            Check.That(id > last && id < _case.Samples, $"neuron {neuron}: cold id {id} after {last}.");
            last = id;
            (ColdListed[neuron * _case.Samples + id], ColdScores[neuron * _case.Samples + id]) = (true, group[0]);
        }
    }

    private void ReadList(CandidateShard shard, int local)
    {
        NeuronSlot slot = shard.Slots[local];
        int neuron = shard.FirstNeuron + local, last = -1;
        Moved[neuron] = slot.Moved;
        for (int lane = 0; lane < slot.Groups * Lanes.Width; lane++)
        {
            int g = slot.Start + lane / Lanes.Width, l = lane % Lanes.Width;
            float* group = shard.Group(g) + l;
            float score = group[0], coefficient = group[CandidateShard.CoefficientOffset];
            int id = ((int*)group)[CandidateShard.IdOffset];
            bool fired = (*shard.Fired(g) >> l & 1) != 0;
            float step = shard.Steps(g) == null ? 0 : shard.Steps(g)[l];
            if (lane >= slot.Count)
            {
                // Anything that is not exactly neutral here would leak into sums over groups.
                bool neutral = score < CandidateShard.PadScore / 2 && coefficient == 0 && id == 0 && !fired && step == 0;
                Check.That(neutral, $"neuron {neuron}: unused lane {lane} holds {score:R}, {coefficient:R}, {id}, {fired}, {step:R}.");
                continue;
            }

            Check.That(id > last && id < _case.Samples, $"neuron {neuron}: id {id} after {last}.");
            last = id;
            int pair = neuron * _case.Samples + id;
            (Listed[pair], Fired[pair], Scores[pair], Coefficients[pair], Steps[pair]) = (true, fired, score, coefficient, step);
        }
    }
}
