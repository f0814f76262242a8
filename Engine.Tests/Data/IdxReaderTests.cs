using Xunit;

namespace Engine.Tests.Data;

public sealed class IdxReaderTests : IDisposable
{
    private static readonly byte[] s_pixels = [0, 1, 2, 3, 252, 253, 254, 255];

    private readonly TempFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FromIdx_ReadsImagesAndLabels_PlainOrGzip(bool gzip)
    {
        string images = Write("images", BinaryFiles.Idx(8, [2, 2, 2], s_pixels), gzip);
        string labels = Write("labels", BinaryFiles.Idx(8, [2], [7, 3]), gzip);
        Dataset data = Dataset.FromIdx(images, labels);
        Assert.Equal((2, 4, TaskKind.Classification), (data.Count, data.Dimension, data.Task));
        Assert.Equal([0f, 1, 2, 3, 252, 253, 254, 255], data.Features.ToArray());
        Assert.Equal(["3", "7"], data.ClassNames);
        Assert.Equal([1, 0], data.Labels.ToArray());
        Assert.Equal($"{images}, row 1", data.Place(1));
    }

    [Theory]
    [InlineData(0x09, new byte[] { 0xFF, 0x02 }, new[] { -1f, 2f })]
    [InlineData(0x0B, new byte[] { 0xFF, 0xFE, 0x01, 0x00 }, new[] { -2f, 256f })]
    [InlineData(0x0C, new byte[] { 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF }, new[] { 1f, -1f })]
    [InlineData(0x0D, new byte[] { 0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0 }, new[] { 1f, -2f })]
    [InlineData(0x0E, new byte[] { 0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0 }, new[] { 1f, -2f })]
    public void FromIdx_ReadsEveryNumberType(byte type, byte[] bytes, float[] expected) =>
        Assert.Equal(expected, Dataset.FromIdx(_files.Bytes("x", BinaryFiles.Idx(type, [1, 2], bytes))).Features.ToArray());

    [Fact]
    public void FromIdx_GrowsBeyondOneChunk_WhenTheLengthIsUnknown()
    {
        byte[] pixels = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i % 251))];
        Dataset data = Dataset.FromIdx(Write("images", BinaryFiles.Idx(8, [3, 100_000], pixels), gzip: true));
        Assert.Equal(pixels.Select(pixel => (float)pixel), data.Features.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FromIdx_PointsAtTheHeaderField(bool gzip)
    {
        AssertRejects([1, 0, 8, 2], gzip, "header field 'magic'", "two zero bytes", "01000802");
        AssertRejects([0, 0, 10, 2], gzip, "header field 'type'", "08, 09, 0B", "0A");
        AssertRejects([0, 0, 8, 0], gzip, "header field 'dimensions'", "at least one", "0");
        AssertRejects([0, 0], gzip, "header field 'magic'", "must not end", "2 bytes");
        AssertRejects([0, 0, 8, 2, 0, 0, 0, 1, 0], gzip, "header field 'shape'", "must not end", "1 bytes");
        AssertRejects(BinaryFiles.Idx(8, [8], s_pixels), gzip, "header field 'shape'", "at least two dimensions", "(8)");
        AssertRejects(BinaryFiles.Idx(8, [8, 0], s_pixels), gzip, "header field 'shape'", "at least 1", "(8, 0)");
        AssertRejects(BinaryFiles.Idx(8, [uint.MaxValue, uint.MaxValue, 9], s_pixels), gzip, "header field 'shape'",
            "multiply to at most", "4294967295");
    }

    [Fact]
    public void FromIdx_ComparesTheHeaderWithTheFile()
    {
        AssertRejects(BinaryFiles.Idx(8, [3, 4], s_pixels), gzip: false, "data", "declares 12 bytes", "8 bytes");
        AssertRejects(BinaryFiles.Idx(8, [1, 4], s_pixels), gzip: false, "data", "declares 4 bytes", "8 bytes");
        AssertRejects(BinaryFiles.Idx(8, [3, 4], s_pixels), gzip: true, "data", "must not end", "8 bytes");
        AssertRejects(BinaryFiles.Idx(8, [1, 4], s_pixels), gzip: true, "data", "must end after", "more bytes");
    }

    [Fact]
    public void FromIdx_AllocatesWhatArrives_NotWhatAGzipHeaderClaims()
    {
        byte[] claim = BinaryFiles.Gzip(BinaryFiles.Idx(14, [20_000, 100_000], s_pixels));
        string path = _files.Bytes("x.gz", claim);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InputException>(() => Dataset.FromIdx(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void FromIdx_RejectsBrokenGzip()
    {
        byte[] whole = BinaryFiles.Gzip(BinaryFiles.Idx(8, [2, 4], s_pixels));
        byte[] flipped = [.. whole];
        flipped[^6] ^= 1;
        AssertRejects(flipped, gzip: false, "data", "complete and intact", "");
        for (int cut = 1; cut < whole.Length - 2; cut++)
            Assert.Throws<InputException>(() => Dataset.FromIdx(_files.Bytes("x", whole[..^cut])));
        AssertRejects([.. whole, 1, 2, 3], gzip: false, "data", "one whole member that ends with its length", "after 20 bytes");
    }

    [Fact]
    public void FromIdx_ComparesLabelsWithImages()
    {
        string images = _files.Bytes("images", BinaryFiles.Idx(8, [2, 4], s_pixels));
        string labels = _files.Bytes("labels", BinaryFiles.Idx(8, [3], [1, 2, 3]));
        InputAssert.Rejects(() => Dataset.FromIdx(images, labels), labels, 0, "header field 'shape'", "each of the 2 rows", "3");
        string same = _files.Bytes("same", BinaryFiles.Idx(8, [2], [1, 1]));
        InputAssert.Rejects(() => Dataset.FromIdx(images, same), same, 0, null, "at least two classes", "1");
    }

    private string Write(string name, byte[] content, bool gzip) => _files.Bytes(name, gzip ? BinaryFiles.Gzip(content) : content);

    private void AssertRejects(byte[] content, bool gzip, string field, string rule, string value)
    {
        string path = Write("x", content, gzip);
        InputAssert.Rejects(() => Dataset.FromIdx(path), path, 0, field, rule, value);
    }
}
