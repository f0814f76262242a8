using Engine.Kernels;

namespace Engine;

/// <summary>C of W = W(0) + C X by neuron, CSR: all a trained network is, beside its seed and its training rows.</summary>
/// <param name="Offsets">m + 1 offsets.</param>
/// <param name="Ids">Samples, ascending within a neuron.</param>
/// <param name="Values">c_ri, none of them zero.</param>
internal sealed record SparseCoefficients(long[] Offsets, int[] Ids, float[] Values)
{
    /// <summary>Bytes held.</summary>
    public long Bytes => Offsets.LongLength * sizeof(long) + Ids.LongLength * (sizeof(int) + sizeof(float));

    /// <summary>Reads the coefficients of a run.</summary>
    /// <remarks>Reads them twice, to count them first: arrays that grow would need three times the memory for a while.</remarks>
    public static SparseCoefficients From(CandidateBlocks blocks, int width)
    {
        var offsets = new long[width + 1];
        List<int> ids = [];
        List<float> values = [];
        foreach (CandidateShard shard in blocks.Shards) Read(shard);
        var coefficients = new SparseCoefficients(offsets, new int[offsets[width]], new float[offsets[width]]);
        foreach (CandidateShard shard in blocks.Shards)
        {
            Read(shard);
            ids.CopyTo(coefficients.Ids, (int)offsets[shard.FirstNeuron]);
            values.CopyTo(coefficients.Values, (int)offsets[shard.FirstNeuron]);
        }

        return coefficients;

        void Read(CandidateShard shard)
        {
            long before = offsets[shard.FirstNeuron];
            ids.Clear();
            values.Clear();
            for (int local = 0; local < shard.Count; local++)
            {
                shard.CopyCoefficients(local, ids, values);
                offsets[shard.FirstNeuron + local + 1] = before + ids.Count;
            }
        }
    }
}
