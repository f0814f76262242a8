using System.Runtime.InteropServices;
using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>Device memory in the middle of a larger array that holds a guard pattern everywhere.</summary>
/// <remarks>The pattern, 0xFF in every byte, is NaN as a float or double, and -1 as an index.</remarks>
public sealed class GuardedArray<T> : IGuardedArray
    where T : unmanaged
{
    // Not a multiple of a vector: views are misaligned on purpose.
    private const int Margin = 37;
    private const byte Guard = 0xFF;

    private readonly DeviceArray<T> _array;

    public GuardedArray(ComputeDevice device, long length)
    {
        ArgumentNullException.ThrowIfNull(device);
        _array = device.Allocate<T>(length + 2 * Margin);
        var pattern = new T[length + 2 * Margin];
        MemoryMarshal.AsBytes(pattern.AsSpan()).Fill(Guard);
        _array.CopyFrom(pattern);
        View = new VectorView<T>(_array, Margin, length);
    }

    public VectorView<T> View { get; }

    public static implicit operator VectorView<T>(GuardedArray<T> array) => array.View;

    /// <summary>A matrix in this array. T is float.</summary>
    public MatrixView Matrix(int rows, int columns, int stride) => new((DeviceArray<float>)(object)_array, Margin, rows, columns, stride);

    public void RequireIntactGuards()
    {
        var margin = new T[Margin];
        foreach (long start in (long[])[0, Margin + View.Length])
        {
            _array.CopyTo(margin, start);
            Assert.True(MemoryMarshal.AsBytes(margin.AsSpan()).IndexOfAnyExcept(Guard) < 0, $"an operation wrote outside its array, {(start == 0 ? "before" : "after")} it.");
        }
    }

    public void Dispose() => _array.Dispose();
}
