namespace Engine.Cli;

/// <summary>Formats of data files.</summary>
internal enum DataFormat
{
    /// <summary>Told by content and name, see <see cref="FormatDetection"/>.</summary>
    Auto,

    /// <summary>Comma-separated values.</summary>
    Csv,

    /// <summary>LibSVM text.</summary>
    Libsvm,

    /// <summary>NumPy arrays.</summary>
    Npy,

    /// <summary>IDX, the format of MNIST.</summary>
    Idx,
}
