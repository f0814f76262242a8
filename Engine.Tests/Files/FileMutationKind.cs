namespace Engine.Tests.Files;

internal enum FileMutationKind
{
    Replace,
    FlipBit,
    Truncate,
    Insert,
    Delete,
    Duplicate,
}
