using Engine.Kernels;

namespace Engine;

internal sealed unsafe partial class DeepPoint
{
    private const int SketchedTogether = 64;

    /// <summary>S J^T of one output, streamed: rows delta_i (x) h_i of the one trained layer, both sparse, never formed. Input of <see cref="SketchPreconditioner"/>.</summary>
    /// <param name="output">k.</param>
    /// <param name="sketch">Of factors of m and p.</param>
    /// <param name="result">(n, s); row i is sample i.</param>
    /// <exception cref="InvalidOperationException">Several layers are trained: the rows of J are then sums of such products over different layers.</exception>
    /// <remarks>What fires on a sample, what it is given, and what the sketch needs of its own. Reference: FAST_TENSOR_REGRESSION of arXiv 2112.07628.</remarks>
    public void Sketch(int output, IKroneckerSketch sketch, NativeBuffer<float> result)
    {
        if (_trained.Count(trained => trained) != 1) throw new InvalidOperationException("a sketch of Kronecker rows needs a single trained layer.");
        BackwardOf(output);
        for (int first = 0; first < _count; first += SketchedTogether)
        {
            int count = Math.Min(SketchedTogether, _count - first);
            Batch left = new(_deltas[0], first, count), right = new(_first.Inputs, first, count);
            sketch.Apply(
                VectorBatch.Sparse(left.Offsets, left.Ids, left.Values, _first.Units), VectorBatch.Sparse(right.Offsets, right.Ids, right.Values, _first.Inputs.Width),
                result.Slice((long)first * sketch.Rows, count * sketch.Rows));
        }
    }

    /// <summary>Consecutive sparse rows, one behind the other.</summary>
    private readonly struct Batch
    {
        public Batch(ActiveRows rows, int first, int count)
        {
            Offsets = new long[count + 1];
            for (int i = 0; i < count; i++) Offsets[i + 1] = Offsets[i] + rows.Ids(first + i).Length;
            (Ids, Values) = (new int[Offsets[^1]], new float[Offsets[^1]]);
            for (int i = 0; i < count; i++)
            {
                rows.Ids(first + i).CopyTo(Ids.AsSpan((int)Offsets[i]));
                rows.Values(first + i).CopyTo(Values.AsSpan((int)Offsets[i]));
            }
        }

        public long[] Offsets { get; }

        public int[] Ids { get; }

        public float[] Values { get; }
    }
}
