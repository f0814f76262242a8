using Xunit;

namespace Engine.Tests.Files;

public sealed class SafetensorsFailedWriteTests : IDisposable
{
    private static readonly Dictionary<string, string> s_noMetadata = [];
    private static readonly byte[] s_oldContent = "old"u8.ToArray();

    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File("model.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_LeavesTheOldFile_WhenATensorThrows()
    {
        AssertUntouched<FormatException>(Tensor(stream =>
        {
            stream.Write([1, 2]);
            throw new FormatException("planted");
        }));
    }

    [Fact]
    public void Write_LeavesTheOldFile_WhenATensorWritesTooLittle()
    {
        string message = AssertUntouched<InvalidOperationException>(Tensor(stream => stream.Write([1, 2, 3])));
        Assert.Contains("t wrote 3, its shape holds 4", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_LeavesTheOldFile_WhenATensorWritesTooMuch()
    {
        string message = AssertUntouched<InvalidOperationException>(Tensor(stream =>
        {
            stream.Write([1, 2, 3]);
            stream.Write([4, 5]);
        }));
        Assert.Contains("t wrote 5, its shape holds 4", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_LeavesTheOldFile_WhenCancelledBetweenPieces()
    {
        using var source = new CancellationTokenSource();
        TensorSource tensor = Tensor(stream =>
        {
            stream.Write([1, 2]);
            source.Cancel();
            stream.Write([3, 4]);
        });
        AssertUntouched<OperationCanceledException>(tensor, source.Token);
    }

    [Fact]
    public void Write_LeavesTheOldFile_WhenCancelledAfterTheLastPiece()
    {
        using var source = new CancellationTokenSource();
        TensorSource tensor = Tensor(stream =>
        {
            stream.Write([1, 2, 3, 4]);
            source.Cancel();
        });
        AssertUntouched<OperationCanceledException>(tensor, source.Token);
    }

    [Fact]
    public void Write_ReplacesTheOldFile_AndLeavesNothingElse()
    {
        File.WriteAllBytes(Target, s_oldContent);
        SafetensorsWriter.Write(Target, [Tensor(stream => stream.Write([1, 2, 3, 4]))], s_noMetadata);

        Assert.Equal(["model.safetensors"], _folder.Names());
        using SafetensorsReader reader = SafetensorsReader.Open(Target);
        Assert.Equal(4, reader.Require("t", TensorType.U8, 4).Count);
    }

    [Fact]
    public void Write_RefusesMisuse_BeforeTouchingTheDisk()
    {
        TensorSource good = Tensor(stream => stream.Write([1, 2, 3, 4]));
        AssertUntouched<ArgumentException>([good, good]);
        AssertUntouched<ArgumentException>([good with { Name = "__metadata__" }]);
        AssertUntouched<ArgumentException>([good with { Shape = [-4] }]);
        AssertUntouched<ArgumentException>([good with { Shape = [long.MaxValue, 2] }]);
        AssertUntouched<ArgumentException>([good, good with { Name = "u", Shape = [long.MaxValue] }]);
        Assert.Throws<ArgumentException>(() => TensorSource.From<float>("w", new float[5], 2, 3));
        Assert.Throws<NotSupportedException>(() => TensorSource.From<char>("w", new char[1], 1));
    }

    [Fact]
    public void Write_Throws_WhenTheFolderIsMissing()
    {
        string path = Path.Combine(_folder.File("missing"), "model");
        Assert.Throws<DirectoryNotFoundException>(() => SafetensorsWriter.Write(path, [], s_noMetadata));
    }

    private static TensorSource Tensor(Action<Stream> write) => new("t", TensorType.U8, [4], write);

    private string AssertUntouched<TError>(TensorSource tensor, CancellationToken cancellation = default)
        where TError : Exception => AssertUntouched<TError>([tensor], cancellation);

    private string AssertUntouched<TError>(TensorSource[] tensors, CancellationToken cancellation = default)
        where TError : Exception
    {
        File.WriteAllBytes(Target, s_oldContent);
        Exception error = Assert.ThrowsAny<TError>(() => SafetensorsWriter.Write(Target, tensors, s_noMetadata, cancellation));
        Assert.Equal(["model.safetensors"], _folder.Names());
        Assert.Equal(s_oldContent, File.ReadAllBytes(Target));
        return error.Message;
    }
}
