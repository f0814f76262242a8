using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>Vectors in the forms sketches take.</summary>
internal sealed class SketchData
{
    /// <summary>Every third vector has no non-zeros; the others have about a tenth, and an explicit zero.</summary>
    internal SketchData(int count, int length, uint stream, double density = 0.1)
    {
        Count = count;
        Length = length;
        Dense = new float[count * length];
        new CounterRandom(7, stream).FillNormals(Dense, 0);
        CounterRandom random = new(8, stream);
        List<long> offsets = [0];
        List<int> ids = [];
        List<float> values = [];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < length && (i % 3 != 1 || count < 3); j++)
            {
                ulong element = (ulong)i * (uint)length + (uint)j;
                if (random.Uniform(element) > density && j != length / 2) continue;
                ids.Add(j);
                values.Add(j == length / 2 ? 0 : Dense[element]);
            }

            offsets.Add(ids.Count);
        }

        (Offsets, Ids, Values) = ([.. offsets], [.. ids], [.. values]);
    }

    internal int Count { get; }

    internal int Length { get; }

    internal float[] Dense { get; }

    internal long[] Offsets { get; }

    internal int[] Ids { get; }

    internal float[] Values { get; }

    internal VectorBatch DenseBatch => VectorBatch.Dense(Dense, Length);

    internal VectorBatch SparseBatch => VectorBatch.Sparse(Offsets, Ids, Values, Length);

    /// <summary>Each vector's elements: those of the dense form, or those of the sparse form filled up with zeros.</summary>
    internal double[] Vector(int i, bool isSparse)
    {
        if (!isSparse) return [.. Dense.AsSpan(i * Length, Length).ToArray().Select(element => (double)element)];
        var vector = new double[Length];
        for (long e = Offsets[i]; e < Offsets[i + 1]; e++) vector[Ids[(int)e]] = Values[(int)e];
        return vector;
    }

    /// <summary>The dense form on the device, NaN between the rows.</summary>
    internal MatrixView Matrix(ConformanceRun run)
    {
        int stride = Length + 3;
        var elements = new float[Math.Max(0, Count * stride - 3)];
        elements.AsSpan().Fill(float.NaN);
        for (int i = 0; i < Count; i++) Dense.AsSpan(i * Length, Length).CopyTo(elements.AsSpan(i * stride));
        return run.Input<float>(elements).Matrix(Count, Length, stride);
    }

    /// <summary>The sparse form on the device, with room for two entries more, which hold no valid column.</summary>
    internal CsrView Csr(ConformanceRun run) => new(
        Count, Length, run.Input<long>(Offsets).View, run.Input<int>([.. Ids, -1, -1]).View, run.Input<float>([.. Values, float.NaN, float.NaN]).View);

    /// <summary>The result without its gaps, which must be what they were.</summary>
    internal static float[] Packed(float[] result, int count, int rows, int stride)
    {
        var packed = new float[count * rows];
        for (int i = 0; i < count; i++)
        {
            result.AsSpan(i * stride, rows).CopyTo(packed.AsSpan(i * rows));
            if (i + 1 < count) Assert.All(result[(i * stride + rows)..((i + 1) * stride)], gap => Assert.Equal(float.NaN, gap));
        }

        return packed;
    }
}
