using System.Numerics;
using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>x -> H D x on an accelerator: <see cref="SignedHadamard"/>, its signs drawn in the kernels.</summary>
/// <param name="device">The device.</param>
/// <param name="signs">Where the signs begin; one random element each.</param>
/// <param name="length">N, in [1, 2^24].</param>
/// <param name="sparseCopy">Writes sparse vectors.</param>
internal sealed class SignedTransform(AcceleratorDevice device, RngState signs, int length, SparseSignedCopyKernel sparseCopy)
{
    /// <summary>N rounded up to a power of two.</summary>
    public int PaddedLength { get; } = SignedHadamard.PaddedLengthOf(length);

    /// <summary>The transformed vectors of a batch, one after another.</summary>
    public PaddedRows Rows(int count) => new(count, BitOperations.Log2((uint)PaddedLength), beside: 1, PaddedLength);

    /// <summary>Transforms dense vectors.</summary>
    /// <param name="vectors">At least one, of length N.</param>
    /// <param name="target">Receives shape (n, padded length).</param>
    public void Run(MatrixView vectors, ArrayView<float> target)
    {
        PaddedRows rows = Rows(vectors.Rows);
        device.SignedHadamard.Copy(new SignedCopy
        {
            Source = device.View(vectors),
            SourceStride = vectors.Stride,
            SourceLength = vectors.Columns,
            Target = target,
            Rows = rows,
            Random = signs.Random,
            First = signs.NextIndex,
        });
        device.SignedHadamard.Transform(target, rows);
    }

    /// <summary>Transforms sparse vectors <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> - 1.</summary>
    public void Run(CsrView vectors, int first, int count, ArrayView<float> target)
    {
        PaddedRows rows = Rows(count);
        target.SubView(0, rows.Elements).MemSetToZero(device.Accelerator.DefaultStream);
        sparseCopy.Run(vectors, first, signs, rows, target);
        device.SignedHadamard.Transform(target, rows);
    }
}
