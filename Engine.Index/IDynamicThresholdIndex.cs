namespace Engine.Indexing;

/// <summary>A threshold index whose points come and go by id.</summary>
/// <remarks>The caller chooses the ids; memory grows with the largest. A refused call changes nothing.</remarks>
public interface IDynamicThresholdIndex : IThresholdIndex
{
    /// <summary>Whether a point has this id.</summary>
    bool Contains(int id);

    /// <summary>Adds a point.</summary>
    /// <param name="id">At least 0, and not in use.</param>
    /// <param name="point">Shape (d), finite. Copied.</param>
    /// <exception cref="ArgumentException">A rule is broken; the message states it.</exception>
    IndexWork Insert(int id, ReadOnlySpan<float> point);

    /// <summary>Removes a point.</summary>
    /// <exception cref="ArgumentException">No point has this id.</exception>
    IndexWork Delete(int id);

    /// <summary>Moves a point.</summary>
    /// <param name="id">In use.</param>
    /// <param name="point">Shape (d), finite. Copied.</param>
    /// <exception cref="ArgumentException">A rule is broken; the message states it.</exception>
    IndexWork Update(int id, ReadOnlySpan<float> point);
}
