using System.Numerics;
using ILGPU;

namespace Engine.Kernels;

/// <summary><see cref="DeviceStructuredRows"/> on an accelerator: signs are drawn in the kernels, the products themselves are the scratch memory.</summary>
internal sealed class AcceleratorStructuredRows(AcceleratorDevice device, int dimension, RngState state) : DeviceStructuredRows(dimension, state)
{
    public override void Dispose()
    {
        // Nothing is kept on the device.
    }

    private protected override void MultiplyCore(long firstBlock, int blocks, MatrixView vectors, MatrixView products)
    {
        ArrayView<float> target = device.View(products);
        PaddedRows rows = new(checked(vectors.Rows * blocks), BitOperations.Log2((uint)BlockRows), blocks, products.Stride);
        SignedCopy copy = new()
        {
            Source = device.View(vectors),
            SourceStride = vectors.Stride,
            SourceLength = Dimension,
            Target = target,
            Rows = rows,
            Random = State.Random,
            Advance = (ulong)StructuredRows.Diagonals * (uint)BlockRows,
        };
        // H D1 H D2 H D3: the last diagonal comes first.
        for (int diagonal = StructuredRows.Diagonals - 1; diagonal >= 0; diagonal--)
        {
            device.SignedHadamard.Copy(copy with { First = After(firstBlock).NextIndex + (ulong)diagonal * (uint)BlockRows });
            // A power of two: exact.
            device.SignedHadamard.Transform(target, rows, diagonal == 0 ? 1.0f / BlockRows : 1);
            copy = copy with { Source = target, SourceStride = products.Stride, SourceStep = BlockRows, SourceLength = BlockRows };
        }
    }
}
