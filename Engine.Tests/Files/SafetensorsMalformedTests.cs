using System.Buffers.Binary;
using System.Text;
using Xunit;

namespace Engine.Tests.Files;

public sealed class SafetensorsMalformedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Header, bytes of data, part of the message.</summary>
    public static TheoryData<string, int, string> Headers => new()
    {
        { "", 0, "begins with '{'" },
        { " {}", 0, "begins with '{'" },
        { "[]", 0, "begins with '{'" },
        { "{", 0, "is JSON" },
        { "{}x", 0, "is JSON" },
        { "{\"a\":[[[[0]]]]}", 0, "is JSON, at most 3 deep" },
        { "{\"\\ud800\":1}", 0, "unpaired surrogates" },
        { "{\"__metadata__\":{\"k\":\"\\ud800\"}}", 0, "unpaired surrogates" },
        { "{\"a\":1}", 0, "a: is an object of dtype, shape and data_offsets" },
        { "{\"a\":{\"dtype\":\"U8\",\"shape\":[]}}", 0, "is an object of" },
        { Entry("\"U8\"", "[1]", "[0,1]").Replace("[0,1]", "[0,1],\"x\":0", StringComparison.Ordinal), 1, "is an object of" },
        { "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"offsets\":[0,1]}}", 1, "is an object of" },
        { Entry("\"U8\"", "[1]", "[0,1],\"dtype\":\"U8\""), 1, "without duplicate names" },
        { Entry("\"u8\"", "[1]", "[0,1]"), 1, "a.dtype: is a known element type, found '\"u8\"'" },
        { Entry("8", "[1]", "[0,1]"), 1, "a.dtype" },
        { Entry("\"U8\"", "1", "[0,1]"), 1, "a.shape: is an array" },
        { Entry("\"U8\"", "[1.5]", "[0,1]"), 1, "a.shape: holds integers" },
        { Entry("\"U8\"", "[\"1\"]", "[0,1]"), 1, "a.shape: holds integers" },
        { Entry("\"U8\"", "[-1]", "[0,1]"), 1, "found '-1'" },
        { Entry("\"U8\"", "[9223372036854775808]", "[0,1]"), 1, "a.shape: holds integers" },
        { Entry("\"U8\"", "[2]", "[0,1]"), 1, "a.shape: fills the 1 bytes" },
        { Entry("\"U8\"", "[1]", "[0,2]"), 2, "a.shape: fills the 2 bytes" },
        { Entry("\"U8\"", "[0]", "[0,1]"), 1, "a.shape: fills the 1 bytes" },
        { Entry("\"F32\"", "[1]", "[0,1]"), 1, "a.shape: fills the 1 bytes" },
        { Entry("\"F64\"", "[4611686018427387904,4]", "[0,0]"), 0, "a.shape: fills the 0 bytes" },
        { Entry("\"U8\"", "[4611686018427387904,4,0]", "[0,0]"), 0, "a.shape: fills the 0 bytes" },
        { Entry("\"U8\"", "[1]", "{}"), 1, "a.data_offsets: is an array" },
        { Entry("\"U8\"", "[1]", "[1]"), 1, "a.data_offsets: is [begin, end]" },
        { Entry("\"U8\"", "[1]", "[0,1,2]"), 1, "a.data_offsets: is [begin, end]" },
        { Entry("\"U8\"", "[1]", "[1,0]"), 1, "a.data_offsets: is [begin, end]" },
        { Entry("\"U8\"", "[1]", "[-1,0]"), 1, "a.data_offsets: holds integers" },
        { Entry("\"U8\"", "[2]", "[0,2]"), 1, "end <= 1" },
        { Entry("\"U8\"", "[1]", "[0,1]"), 2, "data: are the 1 bytes" },
        { Entry("\"U8\"", "[1]", "[1,2]"), 2, "a: begins at 0" },
        { Pair("[0,2]", "[1,3]"), 3, "b: begins at 2" },
        { Pair("[0,2]", "[0,2]"), 2, "begins at 2" },
        { Pair("[0,2]", "[3,5]"), 5, "b: begins at 2" },
        { "{}", 1, "data: are the 0 bytes" },
        { "{\"__metadata__\":[]}", 0, "__metadata__: is an object" },
        { "{\"__metadata__\":{\"k\":1}}", 0, "__metadata__.k: is a string" },
        { "{\"a\":0,\"a\":0}", 0, "without duplicate names" },
        { "{\"a\":0,\"\\u0061\":0}", 0, "without duplicate names" },
        { "{\"__metadata__\":{},\"__metadata__\":{}}", 0, "without duplicate names" },
        { "{\"__metadata__\":{\"k\":\"\",\"k\":\"\"}}", 0, "without duplicate names" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Headers))]
    public void Open_RefusesHeader_NamingTheRule(string header, int dataLength, string expected)
    {
        AssertRefused(SafetensorsBytes.Build(header, dataLength), expected);
    }

    [Fact]
    public void Open_RefusesFile_TooShortForItsFront()
    {
        AssertRefused([], "has at least 8 bytes, found '0'");
        AssertRefused(new byte[7], "has at least 8 bytes, found '7'");
        AssertRefused([3, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}'], "header length: is at most 2, found '3'");
        AssertRefused([.. Enumerable.Repeat((byte)0xff, 16)], "header length: is at most 8, found '18446744073709551615'");
    }

    [Fact]
    public void Open_RefusesHeader_AboveTheLimit()
    {
        // A sparse file: 64 MiB are claimed and present, and nothing of them is read.
        string path = _folder.File("large");
        var prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, SafetensorsHeader.MaximumBytes + 1);
        using (FileStream stream = File.Create(path))
        {
            stream.Write(prefix);
            stream.SetLength(8 + SafetensorsHeader.MaximumBytes + 1);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        string? refusal = SafetensorsBytes.Refusal(() => SafetensorsReader.Open(path).Dispose());

        Assert.Contains("header length: is at most 67108864", refusal, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Open_RefusesHeader_ThatIsNotUtf8()
    {
        byte[] header = [.. "{\""u8, 0xff, .. "\":0}"u8];
        AssertRefused(SafetensorsBytes.Build(header, 0), "is UTF-8");
    }

    [Fact]
    public void Open_QuotesLongText_Briefly()
    {
        string name = new('n', 10_000);
        string? refusal = AssertRefused(SafetensorsBytes.Build($"{{\"{name}\":\"{name}\"}}", 0), "nnn...");
        Assert.InRange(Encoding.UTF8.GetByteCount(refusal), 1, 1000);
    }

    private static string Entry(string type, string shape, string offsets) =>
        $"{{\"a\":{{\"dtype\":{type},\"shape\":{shape},\"data_offsets\":{offsets}}}}}";

    private static string Pair(string offsetsA, string offsetsB) =>
        $"{{\"a\":{{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":{offsetsA}}},"
        + $"\"b\":{{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":{offsetsB}}}}}";

    private string AssertRefused(byte[] bytes, string expected)
    {
        string path = _folder.File("bad");
        File.WriteAllBytes(path, bytes);
        string? refusal = SafetensorsBytes.Refusal(() => SafetensorsReader.Open(path).Dispose());
        Assert.NotNull(refusal);
        Assert.StartsWith(path, refusal, StringComparison.Ordinal);
        Assert.Contains(expected, refusal, StringComparison.Ordinal);
        return refusal;
    }
}
