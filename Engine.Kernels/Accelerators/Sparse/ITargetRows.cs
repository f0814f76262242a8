namespace Engine.Kernels;

/// <summary>Where the rows of a product go; a type, so that one kernel serves products and listed updates.</summary>
internal interface ITargetRows
{
    /// <summary>Row of the result that gets row <paramref name="row"/> of the product.</summary>
    int Of(int row);
}
