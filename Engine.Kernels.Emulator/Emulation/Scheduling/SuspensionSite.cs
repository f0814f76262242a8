namespace Engine.Kernels.Emulation;

/// <summary>A place in a kernel where lanes wait.</summary>
/// <param name="Kind">What for.</param>
/// <param name="Operation">The operation's name.</param>
/// <param name="Offset">Its IL offset in the kernel as compiled from C#.</param>
/// <param name="PayloadBytes">Bytes of the value exchanged.</param>
/// <param name="HasWidth">Whether the lanes gave a width.</param>
internal sealed record SuspensionSite(SuspensionKind Kind, string Operation, int Offset, int PayloadBytes, bool HasWidth)
{
    /// <summary>Whether only the lanes of a warp wait for each other.</summary>
    public bool IsWarpWide => Kind >= SuspensionKind.WarpBarrier;

    public override string ToString() => $"{Operation} at IL_{Offset:X4}";
}
