namespace Engine.Kernels;

/// <summary>Where the non-zeros of a column are, and their signs, computed from the random sequence whenever they are needed.</summary>
internal unsafe interface IColumnCodes
{
    /// <summary>Writes q codes per column (see <see cref="SignedRow"/>), column after column.</summary>
    /// <param name="codes">Room for <paramref name="columns"/> * q words.</param>
    /// <param name="firstColumn">First column.</param>
    /// <param name="columns">Number of columns.</param>
    void Fill(uint* codes, int firstColumn, int columns);
}
