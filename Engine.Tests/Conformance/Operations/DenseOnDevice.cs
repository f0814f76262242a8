using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>A dense matrix on a device, with poison between its rows.</summary>
internal sealed class DenseOnDevice
{
    private const uint Poison = uint.MaxValue;

    private readonly ConformanceRun _run;
    private readonly GuardedArray<float> _array;
    private readonly int _columns;
    private readonly int _stride;

    public DenseOnDevice(ConformanceRun run, float[] elements, int rows, int columns, int gap)
    {
        _run = run;
        _columns = columns;
        _stride = columns + gap;
        float[] stored = [.. Enumerable.Repeat(BitConverter.UInt32BitsToSingle(Poison), rows == 0 || columns == 0 ? 0 : (rows - 1) * _stride + columns)];
        for (int row = 0; row < rows && columns > 0; row++) elements.AsSpan(row * columns, columns).CopyTo(stored.AsSpan(row * _stride));
        _array = run.Input<float>(stored);
        View = _array.Matrix(rows, columns, _stride);
    }

    public MatrixView View { get; }

    /// <summary>The elements, row by row; asserts that the gaps were left alone.</summary>
    public float[] Read()
    {
        float[] stored = _run.Read(_array);
        for (int i = 0; i < stored.Length; i++)
            Assert.True(i % _stride < _columns || BitConverter.SingleToUInt32Bits(stored[i]) == Poison, $"an operation wrote between rows, at {i}.");
        return [.. stored.Where((_, i) => i % _stride < _columns)];
    }

    /// <summary>Normal numbers, or integers from -3 to 3.</summary>
    public static float[] Draw(int length, int seed, bool integers = false)
    {
        var elements = new float[length];
        CounterRandom random = new((ulong)seed, stream: 72);
        if (integers)
        {
            for (int i = 0; i < length; i++) elements[i] = (int)(random.Bits((ulong)i) % 7) - 3;
        }
        else
        {
            random.FillNormals(elements, 0);
        }

        return elements;
    }
}
