using Xunit;

namespace Engine.Tests.Data;

public sealed class NpyReaderTests : IDisposable
{
    private static readonly float[] s_cells = [1, 2, 3, 4, 5, 6];

    private readonly TempFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void FromNpy_ReadsEveryVersion(int version)
    {
        string path = _files.Bytes("x.npy", BinaryFiles.Npy("<f4", "(2, 3)", s_cells, version));
        Dataset data = Dataset.FromNpy(path);
        Assert.Equal((2, 3, TaskKind.Unlabelled), (data.Count, data.Dimension, data.Task));
        Assert.Equal(s_cells, data.Features.ToArray());
        Assert.Equal($"{path}, row 1", data.Place(1));
    }

    [Fact]
    public void FromNpy_RoundsDoubles_AndFlattensFurtherDimensions()
    {
        string path = _files.Bytes("x.npy", BinaryFiles.Npy("<f8", "(1, 2, 2)", [0.1, 1e-60, -2.5, 1e38]));
        Dataset data = Dataset.FromNpy(path);
        Assert.Equal([.1f, 0f, -2.5f, 1e38f], data.Features.ToArray());
        Assert.Equal(4, data.Dimension);
    }

    [Fact]
    public void FromNpy_ReadsTargetsOfEveryType()
    {
        string x = _files.Bytes("x.npy", BinaryFiles.Npy("<f4", "(3, 2)", s_cells));
        AssertTargets(x, BinaryFiles.Npy("<f4", "(3,)", [1f, 2f, -3f]));
        AssertTargets(x, BinaryFiles.Npy("<f8", "(3,)", [1.0, 2.0, -3.0]));
        AssertTargets(x, BinaryFiles.Npy("<i4", "(3,)", [1, 2, -3]));
        AssertTargets(x, BinaryFiles.Npy("<i8", "(3,)", [1L, 2L, -3L]));
    }

    [Fact]
    public void FromNpy_MakesClasses_WhenAsked()
    {
        string x = _files.Bytes("x.npy", BinaryFiles.Npy("<f4", "(3, 2)", s_cells));
        string y = _files.Bytes("y.npy", BinaryFiles.Npy("<i8", "(3,)", [7L, -3L, 7L]));
        Dataset data = Dataset.FromNpy(x, y, TaskKind.Classification);
        Assert.Equal(["-3", "7"], data.ClassNames);
        Assert.Equal([1, 0, 1], data.Labels.ToArray());
    }

    [Theory]
    [InlineData("<f2", "(2, 3)", "False", "descr", "<f4, <f8", "'<f2'")]
    [InlineData("<i4", "(2, 3)", "False", "descr", "<f4, <f8", "'<i4'")]
    [InlineData(">f4", "(2, 3)", "False", "descr", "<f4, <f8", "'>f4'")]
    [InlineData("<f4", "(2, 3)", "True", "fortran_order", "row by row", "True")]
    [InlineData("<f4", "(6,)", "False", "shape", "at least two dimensions", "(6)")]
    [InlineData("<f4", "()", "False", "shape", "tuple of sizes", "()")]
    [InlineData("<f4", "6", "False", "shape", "tuple of sizes", "6")]
    [InlineData("<f4", "(2, -3)", "False", "shape", "tuple of sizes", "(2, -3)")]
    [InlineData("<f4", "(0, 3)", "False", "shape", "at least 1", "(0, 3)")]
    [InlineData("<f4", "(2147483647, 2147483647, 4)", "False", "shape", "multiply to at most", "2147483647")]
    [InlineData("<f4", "(4294967296, 4294967296)", "False", "shape", "multiply to at most", "4294967296")]
    [InlineData("<f4", "(99999999999999999999, 2)", "False", "shape", "tuple of sizes", "99999999999999999999")]
    public void FromNpy_PointsAtTheHeaderField(string descr, string shape, string order, string field, string rule, string value) =>
        AssertRejects(BinaryFiles.Npy(descr, shape, s_cells, order: order), $"header field '{field}'", rule, value);

    [Theory]
    [InlineData("(3, 3)", "declares 36 bytes", "24 bytes")]
    [InlineData("(1, 3)", "declares 12 bytes", "24 bytes")]
    [InlineData("(1000, 1000000)", "declares 4000000000 bytes", "24 bytes")]
    public void FromNpy_ComparesTheHeaderWithTheFile(string shape, string rule, string value) =>
        AssertRejects(BinaryFiles.Npy("<f4", shape, s_cells), "data", rule, value);

    [Fact]
    public void FromNpy_RejectsADamagedHeader()
    {
        byte[] whole = BinaryFiles.Npy("<f4", "(2, 3)", s_cells);
        AssertRejects([], "header field 'magic'", "must not end", "0 bytes");
        AssertRejects([.. "PK"u8, .. whole[2..]], "header field 'magic'", "93 'NUMPY'", "504B554D5059");
        AssertRejects([.. whole[..6], 4, .. whole[7..]], "header field 'version'", "1.0, 2.0 or 3.0", "4.0");
        AssertRejects(whole[..40], "header", "must not end", "bytes");
        AssertRejects([.. whole[..6], 2, 0, 255, 255, 255, 255, .. whole[12..]], "header field 'length'", "at most 65536", "4294967295");
        AssertRejects(BinaryFiles.NpyWithHeader("{'descr': '<f4', 'shape': (2, 3)}", 1, []),
            "header field 'fortran_order'", "must have this field", "descr, shape");
        AssertRejects(BinaryFiles.NpyWithHeader("descr: <f4", 1, []), "header", "Python dictionary", "descr: <f4");
        AssertRejects(BinaryFiles.NpyWithHeader("{'descr': '<f4', 'descr': '<f4'}", 1, []), "header", "distinct keys", "descr");
        AssertRejects(BinaryFiles.NpyWithHeader("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1, 1)}", 1, []),
            "header field 'descr'", "<f4, <f8", "[('a', '<f4')]");
    }

    [Fact]
    public void FromNpy_PointsAtTheCell()
    {
        AssertRejects(BinaryFiles.Npy("<f4", "(2, 3)", [1f, 2, 3, 4, float.NaN, 6]), "row 1, column 1", "finite number", "NaN");
        AssertRejects(BinaryFiles.Npy("<f8", "(1, 2)", [1, 1e39]), "row 0, column 1", "single precision", "1E+39");
    }

    [Theory]
    [InlineData("(2,)", "header field 'shape'", "one target for each of the 3 rows", "2")]
    [InlineData("(3, 1)", "header field 'shape'", "one dimension", "(3, 1)")]
    public void FromNpy_ComparesTargetsWithFeatures(string shape, string field, string rule, string value)
    {
        string x = _files.Bytes("x.npy", BinaryFiles.Npy("<f4", "(3, 2)", s_cells));
        string y = _files.Bytes("y.npy", BinaryFiles.Npy("<f8", shape, new double[shape == "(2,)" ? 2 : 3]));
        InputAssert.Rejects(() => Dataset.FromNpy(x, y), y, 0, field, rule, value);
    }

    [Fact]
    public void FromNpy_PointsAtTheTarget()
    {
        string x = _files.Bytes("x.npy", BinaryFiles.Npy("<f4", "(3, 2)", s_cells));
        string nan = _files.Bytes("nan.npy", BinaryFiles.Npy("<f8", "(3,)", [1, double.PositiveInfinity, 3]));
        InputAssert.Rejects(() => Dataset.FromNpy(x, nan), nan, 0, "row 1", "finite number", "Infinity");
        string large = _files.Bytes("large.npy", BinaryFiles.Npy("<i8", "(3,)", [1L, 2L, long.MaxValue]));
        InputAssert.Rejects(() => Dataset.FromNpy(x, large), large, 0, "row 2", "±9007199254740992", "E+18");
    }

    private void AssertTargets(string x, byte[] y)
    {
        Dataset data = Dataset.FromNpy(x, _files.Bytes("y.npy", y));
        Assert.Equal(TaskKind.Regression, data.Task);
        Assert.Equal([1.0, 2.0, -3.0], data.Targets.ToArray());
    }

    private void AssertRejects(byte[] content, string field, string rule, string value)
    {
        string path = _files.Bytes("x.npy", content);
        InputAssert.Rejects(() => Dataset.FromNpy(path), path, 0, field, rule, value);
    }
}
