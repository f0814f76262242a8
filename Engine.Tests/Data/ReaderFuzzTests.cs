using Engine.Tests.House;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Tests.Data;

/// <summary>Whatever happens to a valid file, a reader returns a consistent data set or throws <see cref="InputException"/>.</summary>
public sealed class ReaderFuzzTests : IDisposable
{
    private const int CasesPerFormat = 400;

    private readonly TempFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Csv_SurvivesMutation() => Check(
        "x,\"y\",label\n1,2.5,a\n-3e2,.25,\"b,\"\"c\"\r\n5,+6,a\n\n"u8.ToArray(),
        path => Dataset.FromCsv(path));

    [Fact]
    public void HeaderlessCsv_SurvivesMutation() => Check(
        "1,2,3\n4,5,6\n7,8,9\n"u8.ToArray(), path => Dataset.FromCsv(path, label: "-1"));

    [Fact]
    public void LibSvm_SurvivesMutation() => Check(
        "+1 1:0.5 3:-2 # note\n-1\n1 2:7 4:1e1\n-1 1:1\n"u8.ToArray(), path =>
        {
            using var text = new StreamReader(path);
            return new LibSvmDatasetReader(path, dimension: null, maxCells: 1 << 16).Read(text, null, null);
        });

    [Fact]
    public void Npy_SurvivesMutation() => Check(
        BinaryFiles.Npy("<f4", "(3, 2)", [1f, -2, 3, 4, 5, 6]), path => Dataset.FromNpy(path));

    [Fact]
    public void NpyTargets_SurviveMutation()
    {
        string x = _files.Bytes("x.npy", BinaryFiles.Npy("<f8", "(3, 1)", [1.0, 2, 3]));
        Check(BinaryFiles.Npy("<i8", "(3,)", [1L, 2, 300]), path => Dataset.FromNpy(x, path));
    }

    [Fact]
    public void Idx_SurvivesMutation() => Check(
        BinaryFiles.Idx(8, [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]), path => Dataset.FromIdx(path));

    [Fact]
    public void GzipIdx_SurvivesMutation() => Check(
        BinaryFiles.Gzip(BinaryFiles.Idx(8, [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8])), path => Dataset.FromIdx(path));

    /// <summary>FsCheck draws the mutations, shrinks a failing list of them, and prints the seed to replay.</summary>
    private void Check(byte[] valid, Func<string, Dataset> read)
    {
        AssertConsistent(read(_files.Bytes("valid", valid)));
        Gen<FileMutation> mutation =
            from kind in Gen.Elements(Enum.GetValues<MutationKind>())
            from at in Gen.Choose(0, valid.Length - 1)
            from amount in Gen.Choose(0, 255)
            select new FileMutation(kind, at, amount);
        Arbitrary<FileMutation[]> cases = Arb.From(
            Gen.Choose(1, 4).SelectMany(count => mutation.ArrayOf(count)),
            static failing => failing.Select((_, left) => failing.Where((_, at) => at != left).ToArray()));
        Prop.ForAll(cases, mutations =>
        {
            string path = _files.Bytes("mutated", mutations.Aggregate(valid, static (bytes, next) => next.Apply(bytes)));
            try
            {
                AssertConsistent(read(path));
            }
            catch (InputException rejected)
            {
                Assert.NotEmpty(rejected.Rule);
            }
        }).Check(Properties.Of(CasesPerFormat));
    }

    private static void AssertConsistent(Dataset data)
    {
        Assert.InRange(data.Count, 1, int.MaxValue);
        Assert.InRange(data.Dimension, 1, int.MaxValue);
        Assert.Equal((long)data.Count * data.Dimension, data.Features.Length);
        foreach (float cell in data.Features) Assert.True(float.IsFinite(cell));
        Assert.Equal(data.Task == TaskKind.Classification ? data.Count : 0, data.Labels.Length);
        Assert.Equal(data.Task == TaskKind.Regression ? data.Count : 0, data.Targets.Length);
        Assert.Equal(data.Task == TaskKind.Classification, data.ClassNames.Count >= 2);
        foreach (int label in data.Labels) Assert.InRange(label, 0, data.ClassNames.Count - 1);
        foreach (double target in data.Targets) Assert.True(double.IsFinite(target));
        if (data.FeatureNames.Count > 0) Assert.Equal(data.Dimension, data.FeatureNames.Count);
        Assert.StartsWith(data.Source, data.Place(data.Count - 1));
    }
}
