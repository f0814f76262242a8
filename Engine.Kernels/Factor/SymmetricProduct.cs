using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>The lower triangle of Y Yᵀ in double precision, for Y in single or double precision.</summary>
/// <remarks>
/// The tiles of <see cref="Cholesky"/>, fed 96 columns of Y at a time. Every element is a sum of chunks of 96, each one chain of fused
/// multiply-adds, so it has the same bits for any team size and vector width, and errs by at most γ_k Σ |y_ik y_jk|.
/// </remarks>
internal sealed unsafe class SymmetricProduct : IDisposable
{
    private readonly WorkerTeam _team;
    private readonly bool _wide = Vector512.IsHardwareAccelerated;
    private readonly NativeBuffer<double> _strips;
    private readonly int _maximumOrder;

    /// <summary>Takes the workspace: 96 doubles a row.</summary>
    /// <param name="maximumOrder">Largest number of rows, at least 0.</param>
    /// <param name="team">Threads to share the work; stays the caller's.</param>
    public SymmetricProduct(int maximumOrder, WorkerTeam team)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximumOrder);
        (_maximumOrder, _team) = (maximumOrder, team);
        _strips = new NativeBuffer<double>((long)Strip.Covering(maximumOrder) * Strip.Length);
    }

    /// <summary>Overwrites the lower triangle of the target, diagonal included, with Y Yᵀ.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="rows">Y, row-major.</param>
    /// <param name="rowStride">Elements from one row of Y to the next.</param>
    /// <param name="order">Rows of Y, at most the maximum.</param>
    /// <param name="depth">Columns of Y.</param>
    /// <param name="target">Element (0, 0).</param>
    /// <param name="stride">Elements from one row of the target to the next.</param>
    /// <remarks>order² depth operations.</remarks>
    public void Multiply<T>(T* rows, long rowStride, int order, long depth, double* target, long stride)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, _maximumOrder);
        double* packed = _strips.Pointer;
        int strips = Strip.Covering(order), blocks = (strips + Strip.PerBlock - 1) / Strip.PerBlock;
        for (int i = 0; i < order; i++) new Span<double>(target + i * stride, i + 1).Clear();
        for (long first = 0; first < depth; first += Strip.Panel)
        {
            int columns = (int)Math.Min(Strip.Panel, depth - first);
            T* chunk = rows + first;
            _team.Run(strips, (_, strip) => Pack(
                chunk + strip * Strip.Rows * rowStride, rowStride, Math.Min(Strip.Rows, order - strip * Strip.Rows), columns, packed + (long)strip * Strip.Length));
            _team.Run(blocks * (blocks + 1) / 2, (_, item) => UpdateBlock(packed, item, strips, order, columns, target, stride));
        }

        _team.Run(strips, (_, strip) =>
        {
            for (int i = strip * Strip.Rows; i < Math.Min(order, (strip + 1) * Strip.Rows); i++)
            {
                foreach (ref double element in new Span<double>(target + i * stride, i + 1)) element = -element;
            }
        });
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public void Dispose() => _strips.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack<T>(T* source, long stride, int rows, int columns, double* strip)
        where T : unmanaged
    {
        for (int row = 0; row < Strip.Rows; row++)
        {
            T* line = source + row * stride;
            for (int column = 0; column < columns; column++)
                strip[column * Strip.Rows + row] = row >= rows ? 0 : typeof(T) == typeof(float) ? ((float*)line)[column] : ((double*)line)[column];
        }
    }

    private void UpdateBlock(double* packed, int item, int strips, int order, int columns, double* target, long stride)
    {
        int blockRow = 0, blockColumn = item;
        while (blockColumn > blockRow) blockColumn -= ++blockRow;
        int rowEnd = Math.Min((blockRow + 1) * Strip.PerBlock, strips), columnEnd = Math.Min((blockColumn + 1) * Strip.PerBlock, strips);
        for (int column = blockColumn * Strip.PerBlock; column < columnEnd; column++)
        {
            for (int row = blockRow * Strip.PerBlock; row < rowEnd; row++)
            {
                for (int lane = 0; lane < Strip.Rows; lane += Strip.Group)
                    UpdateTile(packed, row, lane, column, order, columns, target, stride);
            }
        }
    }

    [SkipLocalsInit]
    private void UpdateTile(double* packed, int rowStrip, int lane, int columnStrip, int order, int columns, double* target, long stride)
    {
        int row = rowStrip * Strip.Rows + lane, column = columnStrip * Strip.Rows;
        if (row >= order || row + Strip.Group <= column) return;
        double* group = packed + (long)rowStrip * Strip.Length + lane, strip = packed + (long)columnStrip * Strip.Length;
        double* corner = target + row * stride + column;
        if (row + Strip.Group <= order && row >= column + Strip.Rows - 1)
        {
            TileKernel.Subtract(group, strip, columns, corner, (nint)stride, _wide);
            return;
        }

        double* tile = stackalloc double[Strip.Group * Strip.Rows];
        new Span<double>(tile, Strip.Group * Strip.Rows).Clear();
        TileKernel.Subtract(group, strip, columns, tile, Strip.Rows, _wide);
        for (int i = 0; i < Math.Min(Strip.Group, order - row); i++)
        {
            int end = Math.Min(Strip.Rows, row + i - column + 1);
            for (int j = 0; j < end; j++) corner[i * stride + j] += tile[i * Strip.Rows + j];
        }
    }
}
