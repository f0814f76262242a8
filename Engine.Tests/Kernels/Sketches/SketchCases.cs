using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels.Sketches;

/// <summary>Distributions by kind, and batches to apply them to.</summary>
internal static class SketchCases
{
    internal static TheoryData<SketchKind> Kinds => [.. Enum.GetValues<SketchKind>()];

    internal static TheoryData<KroneckerKind> KroneckerKinds => [.. Enum.GetValues<KroneckerKind>()];

    /// <summary>Four non-zeros per column where the kind has a choice and the rows allow it.</summary>
    internal static SketchDistribution Create(SketchKind kind, int rows, int columns) => kind switch
    {
        SketchKind.Gaussian => SketchDistribution.Gaussian(rows, columns),
        SketchKind.SubsampledHadamard => SketchDistribution.SubsampledHadamard(rows, columns),
        SketchKind.Count => SketchDistribution.Count(rows, columns),
        SketchKind.SparseSign => SketchDistribution.SparseSign(rows, columns, Math.Min(4, rows)),
        _ => SketchDistribution.BlockedSparseSign(rows, columns, rows % 4 == 0 ? 4 : 1),
    };

    internal static KroneckerDistribution Create(KroneckerKind kind, int rows, int left, int right) => kind == KroneckerKind.Tensor
        ? KroneckerDistribution.Tensor(rows, left, right)
        : KroneckerDistribution.TensorHadamard(rows, left, right);

    /// <summary>S x_i of dense vectors.</summary>
    internal static float[] Apply(ISketch sketch, float[] vectors)
    {
        float[] result = new float[vectors.Length / sketch.Columns * sketch.Rows];
        sketch.Apply(VectorBatch.Dense(vectors, sketch.Columns), result);
        return result;
    }

    /// <summary>S (u_i ⊗ v_i) of dense factors.</summary>
    internal static float[] Apply(IKroneckerSketch sketch, float[] left, float[] right)
    {
        float[] result = new float[left.Length / sketch.LeftLength * sketch.Rows];
        sketch.Apply(VectorBatch.Dense(left, sketch.LeftLength), VectorBatch.Dense(right, sketch.RightLength), result);
        return result;
    }

    internal static float[] Normals(int count, uint stream)
    {
        float[] values = new float[count];
        new CounterRandom(77, stream).FillNormals(values, 0);
        return values;
    }

    /// <summary>Integers from -4 to 4.</summary>
    internal static float[] Integers(int count, uint stream)
    {
        CounterRandom random = new(78, stream);
        return [.. Enumerable.Range(0, count).Select(i => (float)(random.Bits((ulong)i) % 9) - 4)];
    }

    /// <summary>u_i ⊗ v_i, formed.</summary>
    internal static float[] Kronecker(float[] left, int leftLength, float[] right, int rightLength)
    {
        int count = left.Length / leftLength, length = leftLength * rightLength;
        float[] product = new float[count * length];
        for (int e = 0; e < product.Length; e++)
        {
            int i = e / length, place = e % length;
            product[e] = left[i * leftLength + place / rightLength] * right[i * rightLength + place % rightLength];
        }

        return product;
    }
}
