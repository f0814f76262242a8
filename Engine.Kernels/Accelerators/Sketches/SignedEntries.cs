using System.Runtime.InteropServices;

namespace Engine.Kernels;

/// <summary>The entries ± of a sparse sign matrix on an accelerator, by column and by row.</summary>
internal sealed unsafe class SignedEntries : IDisposable
{
    /// <summary>Computes the entries on the host, O(q N + s), and uploads them.</summary>
    /// <param name="device">Where to.</param>
    /// <param name="codes">The codes of the columns.</param>
    /// <param name="rows">s.</param>
    /// <param name="columns">N.</param>
    /// <param name="nonZeros">q.</param>
    public SignedEntries(AcceleratorDevice device, IColumnCodes codes, int rows, int columns, int nonZeros)
    {
        Rows = rows;
        Columns = columns;
        NonZeros = nonZeros;
        using NativeBuffer<uint> byColumn = ColumnCodes.All(codes, columns, nonZeros);
        using NativeBuffer<long> starts = Starts(byColumn, rows);
        using NativeBuffer<uint> byRow = Transposed(byColumn, starts, nonZeros);
        try
        {
            ByColumn = device.Upload(byColumn);
            ByRow = device.Upload(byRow);
            RowStarts = device.Upload(starts);
        }
        catch
        {
            ByColumn?.Dispose();
            ByRow?.Dispose();
            throw;
        }
    }

    /// <summary>s.</summary>
    public int Rows { get; }

    /// <summary>N.</summary>
    public int Columns { get; }

    /// <summary>q.</summary>
    public int NonZeros { get; }

    /// <summary>Shape (N, q): row, and <see cref="SignedRow.SignBit"/> for a minus.</summary>
    public DeviceArray<uint> ByColumn { get; }

    /// <summary>Row by row, columns ascending: column, and <see cref="SignedRow.SignBit"/> for a minus.</summary>
    public DeviceArray<uint> ByRow { get; }

    /// <summary>Where each row begins in <see cref="ByRow"/>, and the number of entries.</summary>
    public DeviceArray<long> RowStarts { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        ByColumn.Dispose();
        ByRow.Dispose();
        RowStarts.Dispose();
    }

    private static NativeBuffer<long> Starts(NativeBuffer<uint> byColumn, int rows)
    {
        NativeBuffer<long> starts = new(rows + 1L);
        for (long e = 0; e < byColumn.Length; e++) starts.Pointer[(byColumn.Pointer[e] & ~SignedRow.SignBit) + 1]++;
        for (int row = 0; row < rows; row++) starts.Pointer[row + 1] += starts.Pointer[row];
        return starts;
    }

    private static NativeBuffer<uint> Transposed(NativeBuffer<uint> byColumn, NativeBuffer<long> starts, int nonZeros)
    {
        NativeBuffer<uint> byRow = new(byColumn.Length);
        using NativeBuffer<long> next = new(starts.Length);
        NativeMemory.Copy(starts.Pointer, next.Pointer, (nuint)starts.Bytes);
        for (long e = 0; e < byColumn.Length; e++)
        {
            uint code = byColumn.Pointer[e];
            byRow.Pointer[next.Pointer[code & ~SignedRow.SignBit]++] = (uint)(e / nonZeros) | (code & SignedRow.SignBit);
        }

        return byRow;
    }
}
