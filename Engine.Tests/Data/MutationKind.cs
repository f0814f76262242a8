namespace Engine.Tests.Data;

public enum MutationKind
{
    FlipBits,
    Truncate,
    Duplicate,
    Insert,
    Delete,
}
