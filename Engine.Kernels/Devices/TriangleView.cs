namespace Engine.Kernels;

/// <summary>The lower triangle of a square fp64 matrix, diagonal included, stored in rows; it refers to memory and owns none.</summary>
/// <remarks>A symmetric matrix or a triangular one, as the operation says. What lies above the diagonal and between the rows is neither read nor written.</remarks>
public readonly struct TriangleView
{
    /// <summary>A matrix whose rows follow one another without gaps.</summary>
    /// <param name="elements">order² elements.</param>
    /// <param name="order">Rows and columns, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative.</exception>
    /// <exception cref="ArgumentException">The matrix does not fit in the elements.</exception>
    public TriangleView(VectorView<double> elements, int order)
        : this(elements, order, stride: order)
    {
    }

    /// <summary>A matrix with gaps between its rows.</summary>
    /// <param name="elements">Begins with element (0, 0).</param>
    /// <param name="order">Rows and columns, at least 0.</param>
    /// <param name="stride">Elements from one row to the next, at least <paramref name="order"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative, or the stride below it.</exception>
    /// <exception cref="ArgumentException">The matrix does not fit in the elements.</exception>
    public TriangleView(VectorView<double> elements, int order, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, order);
        long needed = order == 0 ? 0 : (order - 1L) * stride + order;
        if (needed > elements.Length)
        {
            throw new ArgumentException(
                $"(order - 1) * stride + order <= length does not hold: order={order}, stride={stride}, length={elements.Length}.", nameof(elements));
        }

        Elements = elements;
        Order = order;
        Stride = stride;
    }

    /// <summary>Rows and columns.</summary>
    public int Order { get; }

    /// <summary>Elements from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>The memory, beginning with element (0, 0).</summary>
    public VectorView<double> Elements { get; }
}
