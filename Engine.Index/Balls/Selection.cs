namespace Engine.Indexing;

/// <summary>Quickselect.</summary>
internal static class Selection
{
    /// <summary>Orders keys, and items with them, so that the n smallest keys come first. O(length) on average, for equal keys too.</summary>
    public static void Split(Span<float> keys, Span<int> items, int n)
    {
        int low = 0, high = keys.Length;
        while (high - low > 1)
        {
            float pivot = Middle(keys[low], keys[low + (high - low) / 2], keys[high - 1]);
            // [low, less) below the pivot, [less, i) equal, [more, high) above.
            int less = low, i = low, more = high;
            while (i < more)
            {
                if (keys[i] < pivot) Swap(keys, items, i++, less++);
                else if (keys[i] > pivot) Swap(keys, items, i, --more);
                else i++;
            }

            if (n < less) high = less;
            else if (n > more) low = more;
            else return;
        }
    }

    private static float Middle(float a, float b, float c) => MathF.Max(MathF.Min(a, b), MathF.Min(MathF.Max(a, b), c));

    private static void Swap(Span<float> keys, Span<int> items, int a, int b)
    {
        (keys[a], keys[b]) = (keys[b], keys[a]);
        (items[a], items[b]) = (items[b], items[a]);
    }
}
