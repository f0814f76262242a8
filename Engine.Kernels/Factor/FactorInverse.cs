using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>The diagonal of (L Lᵀ)⁻¹: the squared lengths of the columns of X = L⁻¹.</summary>
/// <remarks>
/// Columns of X are independent of one another. An item solves L X = I for 48 of them by blocked forward substitution, starting at
/// the panel that holds their first row, and keeps nothing but their squared lengths: Higham, Accuracy and Stability, §14.2.1, Method 1.
/// The packed copy of L is read by all items; every worker has one block of columns of X.
/// </remarks>
internal sealed unsafe class FactorInverse : IDisposable
{
    /// <summary>Strips of X that an item solves together. Two fit in the first-level cache and halve the traffic of L.</summary>
    private const int StripsPerItem = 2;
    private const int ColumnsPerItem = StripsPerItem * Strip.Rows;

    private readonly WorkerTeam _team;
    private readonly bool _wide;
    private readonly NativeBuffer<double> _packed;
    private readonly NativeBuffer<double> _columns;
    private readonly long _columnsPerWorker;
    private readonly Action<int, int> _packPanel;
    private readonly Action<int, int> _solveColumns;
    private double* _matrix;
    private nint _stride;
    private int _order;
    private double* _diagonal;

    /// <summary>Takes the workspace for factors up to an order.</summary>
    /// <param name="maximumOrder">Largest n, at least 0.</param>
    /// <param name="team">Threads to share the work.</param>
    /// <param name="wide">Vector width, see <see cref="TileKernel.Subtract"/>.</param>
    internal FactorInverse(int maximumOrder, WorkerTeam team, bool wide)
    {
        _team = team;
        _wide = wide;
        int panels = PanelsOf(maximumOrder);
        _packed = new NativeBuffer<double>(PanelStart(panels, panels));
        _columnsPerWorker = (long)panels * Strip.Panel * ColumnsPerItem;
        _columns = new NativeBuffer<double>(team.Size * _columnsPerWorker);
        _packPanel = PackPanel;
        _solveColumns = SolveColumns;
    }

    /// <summary>Writes diag((L Lᵀ)⁻¹).</summary>
    /// <param name="matrix">L, row-major; only the lower triangle is read.</param>
    /// <param name="stride">Elements from one row to the next.</param>
    /// <param name="order">n, at most the order given to the constructor.</param>
    /// <param name="diagonal">Receives n elements.</param>
    internal void Diagonal(double* matrix, nint stride, int order, double* diagonal)
    {
        _matrix = matrix;
        _stride = stride;
        _order = order;
        _diagonal = diagonal;
        _team.Run(PanelsOf(order), _packPanel);
        _team.Run((order + ColumnsPerItem - 1) / ColumnsPerItem, _solveColumns);
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose()
    {
        _packed.Dispose();
        _columns.Dispose();
    }

    private static int PanelsOf(int order) => (order + Strip.Panel - 1) / Strip.Panel;

    /// <summary>Position of a packed panel: panel k holds its diagonal block and every strip below it.</summary>
    private static long PanelStart(int panel, int panels) => ((long)panel * panels - (panel - 1L) * panel / 2) * DiagonalBlock.Length;

    private void PackPanel(int worker, int panel)
    {
        int first = panel * Strip.Panel;
        double* corner = _matrix + first * _stride + first;
        double* target = _packed.Pointer + PanelStart(panel, PanelsOf(_order));
        DiagonalBlock.Pack(corner, _stride, Math.Min(Strip.Panel, _order - first), target);
        target += DiagonalBlock.Length;
        for (int row = first + Strip.Panel; row < _order; row += Strip.Rows, target += Strip.Length)
            Strip.Pack(_matrix + row * _stride + first, _stride, Math.Min(Strip.Rows, _order - row), target);
    }

    private void SolveColumns(int worker, int item)
    {
        int firstColumn = item * ColumnsPerItem;
        int panels = PanelsOf(_order);
        int firstPanel = firstColumn / Strip.Panel;
        int rows = (panels - firstPanel) * Strip.Panel;
        double* columns = _columns.Pointer + worker * _columnsPerWorker;
        SetIdentity(columns, rows, firstColumn - firstPanel * Strip.Panel);
        for (int panel = firstPanel; panel < panels; panel++)
        {
            double* block = _packed.Pointer + PanelStart(panel, panels);
            nint row = (nint)(panel - firstPanel) * Strip.Panel;
            for (int strip = 0; strip < StripsPerItem; strip++)
                DiagonalBlock.Solve(block, columns + (strip * (nint)rows + row) * Strip.Rows, _wide);
            Update(block + DiagonalBlock.Length, Strip.Covering(_order - (panel + 1) * Strip.Panel), columns + row * Strip.Rows, rows);
        }

        for (int strip = 0; strip < StripsPerItem; strip++)
        {
            int column = firstColumn + strip * Strip.Rows;
            int count = Math.Min(Strip.Rows, _order - column);
            if (count > 0) SumSquares(columns + strip * (nint)rows * Strip.Rows, rows, count, _diagonal + column);
        }
    }

    /// <summary>Takes the panel's solved rows of X out of every row below them.</summary>
    private void Update(double* factor, int strips, double* solved, int rows)
    {
        for (int below = 0; below < strips; below++)
        {
            double* coefficients = factor + (nint)below * Strip.Length;
            for (int strip = 0; strip < StripsPerItem; strip++)
            {
                double* x = solved + strip * (nint)rows * Strip.Rows;
                double* target = x + Strip.Length + (nint)below * Strip.Rows * Strip.Rows;
                for (int lane = 0; lane < Strip.Rows; lane += Strip.Group)
                    TileKernel.Subtract(coefficients + lane, x, Strip.Panel, target + lane * Strip.Rows, Strip.Rows, _wide);
            }
        }
    }

    private static void SetIdentity(double* columns, int rows, int firstRow)
    {
        for (int strip = 0; strip < StripsPerItem; strip++)
        {
            double* x = columns + strip * (nint)rows * Strip.Rows;
            new Span<double>(x, rows * Strip.Rows).Clear();
            for (int lane = 0; lane < Strip.Rows; lane++)
            {
                int row = firstRow + strip * Strip.Rows + lane;
                if (row < rows) x[row * Strip.Rows + lane] = 1.0;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SumSquares(double* x, int rows, int count, double* target)
    {
        double* sums = stackalloc double[Strip.Rows];
        for (int lane = 0; lane < Strip.Rows; lane += Vector256<double>.Count)
        {
            Vector256<double> sum = default;
            for (int row = 0; row < rows; row++)
            {
                Vector256<double> value = Vector256.Load(x + row * Strip.Rows + lane);
                sum = Vector256.FusedMultiplyAdd(value, value, sum);
            }

            sum.Store(sums + lane);
        }

        for (int lane = 0; lane < count; lane++) target[lane] = sums[lane];
    }
}
