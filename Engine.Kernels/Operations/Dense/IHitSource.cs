namespace Engine.Kernels;

/// <summary>Finds the hits of a few rows.</summary>
internal interface IHitSource
{
    /// <summary>Appends the hits of consecutive rows: for each block of columns in turn the rows in turn, ids ascending, <see cref="FoundHits.EndRow"/> after each.</summary>
    /// <param name="worker">Whose scratch memory to use.</param>
    /// <param name="firstRow">First row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="hits">Receives the hits.</param>
    void Select(int worker, int firstRow, int rows, FoundHits hits);
}
