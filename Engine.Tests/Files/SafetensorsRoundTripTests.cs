using System.Buffers.Binary;
using System.Text;
using Xunit;

namespace Engine.Tests.Files;

public sealed class SafetensorsRoundTripTests : IDisposable
{
    private static readonly Dictionary<string, string> s_noMetadata = [];

    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File("model.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_ReturnsWhatWasWritten_ForEveryTypedElement()
    {
        AssertRoundTrip<float>(float.NaN, -0f, float.Epsilon, float.MaxValue);
        AssertRoundTrip<double>(double.NegativeInfinity, -0.0, double.Epsilon);
        AssertRoundTrip<Half>(Half.MinValue, Half.NaN);
        AssertRoundTrip<sbyte>(-128, 127);
        AssertRoundTrip<short>(short.MinValue, 1);
        AssertRoundTrip<int>(int.MinValue, int.MaxValue);
        AssertRoundTrip<long>(long.MinValue, long.MaxValue);
        AssertRoundTrip<byte>(0, 255);
        AssertRoundTrip<ushort>(0, ushort.MaxValue);
        AssertRoundTrip<uint>(0, uint.MaxValue);
        AssertRoundTrip<ulong>(0, ulong.MaxValue);
    }

    [Fact]
    public void Open_ReturnsShapesAndMetadata_IncludingEmptyAndScalar()
    {
        var metadata = new Dictionary<string, string> { ["zeta"] = "1", ["alpha"] = "ä \"quoted\"\n", [""] = "" };
        TensorSource[] tensors =
        [
            TensorSource.From<byte>("bytes", new byte[] { 7, 8, 9 }, 3),
            TensorSource.From<float>("matrix", new float[] { 1, 2, 3, 4, 5, 6 }, 2, 3),
            TensorSource.From<double>("scalar ω", new[] { Math.PI }),
            TensorSource.From<int>("empty", ReadOnlyMemory<int>.Empty, 4, 0, 2),
        ];
        SafetensorsWriter.Write(Target, tensors, metadata);

        using SafetensorsReader reader = SafetensorsReader.Open(Target);

        Assert.Equal(metadata.OrderBy(e => e.Key), reader.Metadata.OrderBy(e => e.Key));
        Assert.Equal(["scalar ω", "matrix", "empty", "bytes"], reader.Tensors.Select(t => t.Name));
        Assert.Equal(6, reader.Require("matrix", TensorType.F32, 2, 3).Count);
        Assert.Equal(1, reader.Require("scalar ω", TensorType.F64).Count);
        Assert.Equal(0, reader.Require("empty", TensorType.I32, 4, 0, 2).Count);
        Assert.All(reader.Tensors, t => Assert.Equal(0, t.Offset % t.Type.Size()));
        Assert.Equal([Math.PI], ReadAll<double>(reader, "scalar ω"));
        Assert.Equal([1, 2, 3, 4, 5, 6], ReadAll<float>(reader, "matrix"));
        Assert.Equal([7, 8, 9], ReadAll<byte>(reader, "bytes"));
        Assert.Empty(ReadAll<int>(reader, "empty"));
    }

    [Fact]
    public void Open_AcceptsFile_WithoutTensors()
    {
        SafetensorsWriter.Write(Target, [], s_noMetadata);
        using SafetensorsReader reader = SafetensorsReader.Open(Target);
        Assert.Empty(reader.Tensors);
        Assert.Empty(reader.Metadata);
    }

    [Fact]
    public void Write_GivesTheKnownBytes()
    {
        const string Header =
            """{"__metadata__":{"a":"1","b":"2"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"c":{"dtype":"U8","shape":[],"data_offsets":[8,9]}}""";
        TensorSource[] tensors =
        [
            TensorSource.From<byte>("c", new byte[] { 0xab }),
            TensorSource.From<float>("w", new[] { 1f, -2f }, 2),
        ];
        var metadata = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" };

        SafetensorsWriter.Write(Target, tensors, metadata);

        byte[] actual = File.ReadAllBytes(Target);
        int dataStart = (8 + Header.Length + 63) / 64 * 64;
        Assert.Equal((ulong)dataStart - 8, BinaryPrimitives.ReadUInt64LittleEndian(actual));
        Assert.Equal(Header.PadRight(dataStart - 8), Encoding.UTF8.GetString(actual[8..dataStart]));
        Assert.Equal([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0xab], actual[dataStart..]);
    }

    [Fact]
    public void Write_GivesTheSameBytes_WhateverTheOrderOfMetadata()
    {
        TensorSource[] tensors = [TensorSource.From<float>("w", new[] { 1f, 2f }, 2)];
        string other = _folder.File("other.safetensors");

        SafetensorsWriter.Write(Target, tensors, new Dictionary<string, string> { ["x"] = "1", ["y"] = "2" });
        SafetensorsWriter.Write(other, tensors, new Dictionary<string, string> { ["y"] = "2", ["x"] = "1" });

        Assert.Equal(File.ReadAllBytes(Target), File.ReadAllBytes(other));
    }

    [Fact]
    public void Open_ReadsHandMadeFile_WithUnorderedHeader()
    {
        const string Header =
            """{"b":{"data_offsets":[2,6],"shape":[1],"dtype":"I32"},"half":{"dtype":"BF16","shape":[1,1],"data_offsets":[0,2]}}   """;
        File.WriteAllBytes(Target, SafetensorsBytes.Build(Header, 6));

        using SafetensorsReader reader = SafetensorsReader.Open(Target);

        Assert.Equal(["half", "b"], reader.Tensors.Select(t => t.Name));
        Assert.Equal([0x05040302], ReadAll<int>(reader, "b"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((1 << 18) - 1)]
    [InlineData(1 << 18)]
    [InlineData((1 << 18) + 1)]
    public void ReadChunks_VisitsEveryElementOnce_InOrder(int count)
    {
        float[] values = [.. Enumerable.Range(0, count).Select(i => (float)i)];
        SafetensorsWriter.Write(Target, [TensorSource.From<float>("w", values, count)], s_noMetadata);
        using SafetensorsReader reader = SafetensorsReader.Open(Target);

        var visited = new List<float>();
        reader.ReadChunks<float>("w", (first, elements) =>
        {
            Assert.Equal(visited.Count, first);
            visited.AddRange(elements);
        });

        Assert.Equal(values, visited);
        Assert.Equal(values, ReadAll<float>(reader, "w"));
    }

    [Fact]
    public void Read_RefusesWrongNameTypeAndShape()
    {
        SafetensorsWriter.Write(Target, [TensorSource.From<float>("w", new float[6], 2, 3)], s_noMetadata);
        using SafetensorsReader reader = SafetensorsReader.Open(Target);

        Assert.Contains("v: is a tensor", SafetensorsBytes.Refusal(() => reader.Require("v")), StringComparison.Ordinal);
        Assert.Contains("found 'F32 (2, 3)'", SafetensorsBytes.Refusal(() => reader.Require("w", TensorType.F32, 3, 2)), StringComparison.Ordinal);
        Assert.Contains("found 'F32 (2, 3)'", SafetensorsBytes.Refusal(() => reader.Require("w", TensorType.F64, 2, 3)), StringComparison.Ordinal);
        Assert.Contains("is I32", SafetensorsBytes.Refusal(() => ReadAll<int>(reader, "w")), StringComparison.Ordinal);
        Assert.Contains("w has 6", Assert.Throws<ArgumentException>(() => reader.Read("w", new float[5].AsSpan())).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => reader.Read("w", new char[6].AsSpan()));
    }

    [Fact]
    public void Read_RefusesFile_CutOffSinceOpening()
    {
        // Windows does not let anybody cut a file that is open without sharing for writing.
        if (OperatingSystem.IsWindows()) return;
        SafetensorsWriter.Write(Target, [TensorSource.From<float>("w", new float[6], 6)], s_noMetadata);
        using SafetensorsReader reader = SafetensorsReader.Open(Target);
        Truncate(Target, new FileInfo(Target).Length - 1);

        Assert.Contains("keep their length", SafetensorsBytes.Refusal(() => ReadAll<float>(reader, "w")), StringComparison.Ordinal);
    }

    private static void Truncate(string path, long length)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        stream.SetLength(length);
    }

    private static T[] ReadAll<T>(SafetensorsReader reader, string name)
        where T : unmanaged
    {
        var values = new T[reader.Require(name).Count];
        reader.Read<T>(name, values);
        return values;
    }

    private void AssertRoundTrip<T>(params T[] values)
        where T : unmanaged
    {
        SafetensorsWriter.Write(Target, [TensorSource.From<T>("t", values, values.Length)], s_noMetadata);
        using SafetensorsReader reader = SafetensorsReader.Open(Target);
        Assert.Equal(values, ReadAll<T>(reader, "t"));
    }
}
