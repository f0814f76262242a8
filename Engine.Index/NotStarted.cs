namespace Engine.Indexing;

/// <summary>The complaint of a fire-set index that nobody has given neurons.</summary>
internal static class NotStarted
{
    /// <summary>To be thrown.</summary>
    public static InvalidOperationException Error() => new("Init comes before queries and updates.");
}
