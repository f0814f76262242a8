namespace Engine;

/// <summary>Refuses work whose memory this machine does not have, before it is allocated.</summary>
internal static class MemoryBudget
{
    /// <summary>Memory this process may use: the machine's, or the container's limit.</summary>
    public static long Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Throws when something does not fit.</summary>
    /// <param name="bytes">Bytes needed.</param>
    /// <param name="what">What needs them, in words.</param>
    /// <exception cref="InsufficientMemoryException">It does not fit; the message states both sizes.</exception>
    public static void Require(long bytes, string what)
    {
        if (bytes > Available)
            throw new InsufficientMemoryException($"{what} needs {Text(bytes)}; this machine has {Text(Available)}.");
    }

    /// <summary>A size in words.</summary>
    public static string Text(long bytes) => bytes >= 1L << 30
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):F1} GiB")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):F0} MiB");
}
