using ILGPU;

namespace Engine.Kernels;

/// <summary>Which row of compressed rows an entry belongs to.</summary>
internal static class EntryRow
{
    /// <summary>The row of an entry.</summary>
    /// <param name="offsets">rows + 1 positions.</param>
    /// <param name="entry">Below the last offset.</param>
    public static int Of(ArrayView<long> offsets, long entry)
    {
        int low = 0, high = (int)offsets.Length - 1;
        while (high - low > 1)
        {
            int middle = low + (high - low) / 2;
            if (offsets[middle] <= entry) low = middle;
            else high = middle;
        }

        return low;
    }
}
