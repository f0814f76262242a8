namespace Engine.Kernels;

/// <summary>Every row of the product goes to the row of its own number.</summary>
internal readonly struct OwnRows : ITargetRows
{
    public int Of(int row) => row;
}
