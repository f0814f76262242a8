using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Engine.Indexing;

/// <summary>Operations on the nodes of one max-tree. Padding is minus infinity, which no threshold is below.</summary>
internal static class MaxTree
{
    /// <summary>Fills in all maxima above the leaves; leaves that pad are set first.</summary>
    public static void Build(MaxTreeShape shape, Span<float> tree)
    {
        tree[shape.Leaves..shape.Start(1)].Fill(float.NegativeInfinity);
        for (int level = 1; level <= shape.Root; level++)
        {
            int start = shape.Start(level), end = level == shape.Root ? start + 1 : shape.Start(level + 1);
            for (int node = 0; node < shape.Nodes(level); node++) tree[start + node] = Maximum(Group(shape, tree, level, node));
            tree[(start + shape.Nodes(level))..end].Fill(float.NegativeInfinity);
        }
    }

    /// <summary>Sets a leaf and the maxima above it, and stops at the first that does not change.</summary>
    /// <returns>Nodes written: at most 1 + the level of the root.</returns>
    public static int Set(MaxTreeShape shape, Span<float> tree, int leaf, float value)
    {
        float old = tree[leaf];
        if (BitConverter.SingleToInt32Bits(old) == BitConverter.SingleToInt32Bits(value)) return 0;
        tree[leaf] = value;
        int written = 1, node = leaf;
        for (int level = 1; level <= shape.Root; level++, written++)
        {
            node /= shape.Children(level);
            ref float maximum = ref tree[shape.Start(level) + node];
            float before = maximum;
            float after = value >= before ? value : old < before ? before : Maximum(Group(shape, tree, level, node));
            if (after == before) break;
            maximum = after;
            (old, value) = (before, after);
        }

        return written;
    }

    /// <summary>Appends the leaves above the threshold, ascending.</summary>
    /// <returns>Nodes visited: at most <see cref="MaxTreeShape.VisitBound"/>.</returns>
    public static long Query(MaxTreeShape shape, ReadOnlySpan<float> tree, float threshold, ThresholdHits hits) =>
        1 + (tree[shape.Start(shape.Root)] > threshold ? Descend(shape, tree, shape.Root, 0, threshold, hits) : 0);

    // The node is above the threshold: its children are looked at.
    private static long Descend(MaxTreeShape shape, ReadOnlySpan<float> tree, int level, int node, float threshold, ThresholdHits hits)
    {
        int children = shape.Children(level), first = node * children;
        ReadOnlySpan<float> group = Group(shape, tree, level, node);
        long visited = children;
        Span<int> room = level == 1 ? hits.Reserve(children) : default;
        int found = 0;
        for (int k = 0; k < children;)
        {
            int step = Math.Min(Vector512<float>.Count, children - k);
            for (uint above = Above(group.Slice(k, step), threshold); above != 0; above &= above - 1)
            {
                int child = first + k + BitOperations.TrailingZeroCount(above);
                if (level == 1) room[found++] = child;
                else visited += Descend(shape, tree, level - 1, child, threshold, hits);
            }

            k += step;
        }

        hits.Advance(found);
        return visited;
    }

    private static uint Above(ReadOnlySpan<float> values, float threshold)
    {
        if (values.Length == Vector512<float>.Count)
            return (uint)Vector512.GreaterThan(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(values)), Vector512.Create(threshold)).ExtractMostSignificantBits();
        uint bits = 0;
        for (int k = 0; k < values.Length; k++) bits |= (values[k] > threshold ? 1u : 0) << k;
        return bits;
    }

    private static float Maximum(ReadOnlySpan<float> values)
    {
        float maximum = float.NegativeInfinity;
        int k = 0;
        if (values.Length >= Vector512<float>.Count)
        {
            ref float first = ref MemoryMarshal.GetReference(values);
            Vector512<float> lanes = Vector512.Create(maximum);
            for (; k <= values.Length - Vector512<float>.Count; k += Vector512<float>.Count) lanes = Vector512.Max(lanes, Vector512.LoadUnsafe(ref first, (nuint)k));
            for (int lane = 0; lane < Vector512<float>.Count; lane++) maximum = MathF.Max(maximum, lanes[lane]);
        }

        for (; k < values.Length; k++) maximum = MathF.Max(maximum, values[k]);
        return maximum;
    }

    private static Span<float> Group(MaxTreeShape shape, Span<float> tree, int level, int node) =>
        tree.Slice(shape.Start(level - 1) + node * shape.Children(level), shape.Children(level));

    private static ReadOnlySpan<float> Group(MaxTreeShape shape, ReadOnlySpan<float> tree, int level, int node) =>
        tree.Slice(shape.Start(level - 1) + node * shape.Children(level), shape.Children(level));
}
