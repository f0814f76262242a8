namespace Engine.Kernels;

/// <summary>What a tile update takes out of what: known unknowns [First, First + Width) out of the equations [Target, Target + Columns).</summary>
internal readonly struct TileStep(int first, int width, int target, int columns, int rows, bool isTriangle)
{
    /// <summary>First known unknown.</summary>
    public readonly int First = first;

    /// <summary>Known unknowns, at most <see cref="FactorTiles.Block"/>.</summary>
    public readonly int Width = width;

    /// <summary>First equation.</summary>
    public readonly int Target = target;

    /// <summary>Equations.</summary>
    public readonly int Columns = columns;

    /// <summary>Right-hand sides.</summary>
    public readonly int Rows = rows;

    /// <summary>Columns of row i that are written: at most i plus this.</summary>
    public readonly int Beyond = isTriangle ? 1 : columns;
}
