namespace Engine;

/// <summary>A write-only window on a stream that takes a stated number of bytes, no more and no fewer.</summary>
/// <remarks>Every write asks the cancellation token first. The inner stream stays open.</remarks>
internal sealed class ExactLengthStream(Stream inner, string name, long length, CancellationToken cancellation) : Stream
{
    private long _written;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException("The position of a tensor stream is read-only.");
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        if (buffer.Length > length - _written) throw Mismatch(_written + buffer.Length);
        inner.Write(buffer);
        _written += buffer.Length;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A tensor stream is write-only.");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) =>
        throw new NotSupportedException("A tensor stream cannot seek.");

    /// <inheritdoc/>
    public override void SetLength(long value) =>
        throw new NotSupportedException("The length of a tensor stream is fixed by its shape.");

    /// <summary>States that the tensor is complete.</summary>
    /// <exception cref="InvalidOperationException">Fewer bytes than the length were written.</exception>
    internal void RequireComplete()
    {
        if (_written != length) throw Mismatch(_written);
    }

    private InvalidOperationException Mismatch(long written) =>
        new($"bytes written == bytes of the shape does not hold: {name} wrote {written}, its shape holds {length}.");
}
