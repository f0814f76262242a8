using Engine.Indexing;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Indexing;

/// <summary>Counted work of the correlation trees, and what they leave alone (T3, T4; PAPERS 4.5).</summary>
public sealed class MaxTreeTests
{
    private const int Dimension = 6;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(4096)]
    [InlineData(5000)]
    public void Query_VisitsNoMoreNodesThanTheBound(int leaves)
    {
        var random = new Random(leaves);
        var hits = new ThresholdHits();
        foreach ((int block, int fanOut) in new[] { (2, 2), (16, 16), (64, 16), (48, 5) })
        {
            var shape = new MaxTreeShape(leaves, block, fanOut);
            float[] tree = Tree(shape, random);
            foreach (float tau in new[] { float.NegativeInfinity, -1, 0, 1, 2, 2.5f, 3, 3.5f, 10 })
            {
                hits.Begin();
                long visited = MaxTree.Query(shape, tree, tau, hits);
                hits.EndRow();
                int k = hits.Of(0).Length;
                Assert.Equal(tree[..leaves].Count(z => z > tau), k);
                Assert.InRange(visited, 1, shape.VisitBound(k));
                if (k > 0) Assert.True(visited <= ClosedForm(shape, k), $"leaves={leaves} block={block} fanOut={fanOut} k={k}: {visited}, bound {ClosedForm(shape, k)}");
            }
        }
    }

    [Fact]
    public void Update_OfATree_WritesOnlyWhatChanges()
    {
        var shape = new MaxTreeShape(1000, 16, 4);
        var random = new Random(5);
        float[] tree = Tree(shape, random);
        for (int step = 0; step < 2000; step++)
        {
            int leaf = random.Next(1000);
            float value = random.Next(4) == 0 ? tree[leaf] : (float)RandomRows.Normal(random);
            float[] before = [.. tree], rebuilt = [.. tree];
            int written = MaxTree.Set(shape, tree, leaf, value);
            rebuilt[leaf] = value;
            MaxTree.Build(shape, rebuilt);
            Assert.Equal(rebuilt, tree);
            Assert.Equal(before.Zip(tree).Count(pair => BitConverter.SingleToInt32Bits(pair.First) != BitConverter.SingleToInt32Bits(pair.Second)), written);
        }
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(64, 16)]
    public void DTree_Update_TouchesOneLeafPerSample_AndItsAncestors(int block, int fanOut)
    {
        (float[] weights, float[] samples) = (RandomRows.Unit(700, Dimension, 1), RandomRows.Unit(30, Dimension, 2));
        var index = new CorrelationDTree(1 << 30, block, fanOut);
        index.Init(Dimension, weights, samples);
        MaxTreeShape shape = index.Trees.Shape;
        for (int step = 0; step < 50; step++)
        {
            float[][] before = [.. Enumerable.Range(0, 30).Select(i => index.Trees.Tree(i).ToArray())];
            int r = step * 13 % 700;
            IndexWork work = index.Update(r, weights.AsSpan(step * 7 % 700 * Dimension, Dimension));
            Assert.InRange(work.NodesVisited, 0, 30 * (1 + shape.Root));
            Assert.Equal(30, work.InnerProducts);
            for (int i = 0; i < 30; i++)
            {
                float[] after = index.Trees.Tree(i).ToArray();
                for (int leaf = 0; leaf < 700; leaf++) Reference.Check.That(leaf == r || before[i][leaf] == after[leaf], $"leaf {leaf} of tree {i} changed with neuron {r}");
            }
        }
    }

    [Fact]
    public void WTree_Update_TouchesNoOtherTree()
    {
        (float[] weights, float[] samples) = (RandomRows.Unit(60, Dimension, 1), RandomRows.Unit(200, Dimension, 2));
        var index = new CorrelationWTree(1 << 30);
        index.Init(Dimension, weights, samples);
        float[][] before = [.. Enumerable.Range(0, 60).Select(r => index.Trees.Tree(r).ToArray())];
        index.Update(17, weights.AsSpan(3 * Dimension, Dimension));
        for (int r = 0; r < 60; r++) Assert.Equal(before[r == 17 ? 3 : r], index.Trees.Tree(r).ToArray());
    }

    [Fact]
    public void Trees_RefuseWhatDoesNotFit_BeforeTheyAllocate()
    {
        float[] weights = RandomRows.Unit(1000, 2, 1), samples = RandomRows.Unit(50, 2, 2);
        foreach (IFireSetIndex index in new IFireSetIndex[] { new CorrelationDTree(199_999), new CorrelationWTree(199_999) })
        {
            var error = Assert.Throws<InsufficientMemoryException>(() => index.Init(2, weights, samples));
            Assert.Contains("the budget is 199999", error.Message, StringComparison.Ordinal);
            Assert.Contains("all n m inner products", error.Message, StringComparison.Ordinal);
        }
    }

    private static float[] Tree(MaxTreeShape shape, Random random)
    {
        float[] tree = new float[shape.Length];
        for (int leaf = 0; leaf < shape.Leaves; leaf++) tree[leaf] = (float)RandomRows.Normal(random);
        MaxTree.Build(shape, tree);
        return tree;
    }

    // PAPERS 4.2 for the binary tree, P the padded number of leaves; its counterpart for groups of at most F.
    private static double ClosedForm(MaxTreeShape shape, int k)
    {
        if (shape is { LeafBlock: 2, FanOut: 2 }) return 2 * k * (Math.Log2(System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(shape.Leaves, 2)) / (double)k) + 2) + 1;
        double widest = Math.Max(shape.LeafBlock, shape.FanOut), f = Math.Min(shape.LeafBlock, shape.FanOut);
        return widest * k * (Math.Max(0, Math.Log((double)shape.Leaves / k) / Math.Log(f)) + 2 + f / (f - 1)) + 1;
    }
}
