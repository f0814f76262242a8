namespace Engine;

public sealed partial class Dataset
{
    /// <summary>Reads NumPy arrays: features of dtype <c>&lt;f4</c> or <c>&lt;f8</c>, targets also <c>&lt;i4</c> or <c>&lt;i8</c>; C order, versions 1 to 3.</summary>
    /// <param name="featuresPath">Shape <c>(n, d)</c>, or <c>(n, ...)</c> whose further dimensions are flattened.</param>
    /// <param name="targetsPath">Shape <c>(n)</c>; null when there are none.</param>
    /// <param name="task">What the targets are; null applies the rule stated on this type.</param>
    /// <param name="classes">The classes expected, in the order of their codes; null collects them.</param>
    /// <returns>The rows in file order.</returns>
    /// <exception cref="InputException">
    /// A file cannot be read, is not such an array, is shorter or longer than its header says, or holds a number that
    /// is not finite in single precision; the counts differ; or there is only one class.
    /// </exception>
    /// <remarks>Sizes are checked against the file before memory is taken. A gzip file is read as well.</remarks>
    public static Dataset FromNpy(
        string featuresPath, string? targetsPath = null, TaskKind? task = null, IReadOnlyList<string>? classes = null) =>
        BinaryDatasetReader.ReadNpy(featuresPath, targetsPath, task, classes);

    /// <summary>Reads IDX files, the format of MNIST, plain or gzip (told by content); all six number types.</summary>
    /// <param name="imagesPath">Shape <c>(n, ...)</c>; an image becomes one row of d pixels as stored, 0 to 255 for bytes.</param>
    /// <param name="labelsPath">Shape <c>(n)</c>; null when there are none.</param>
    /// <param name="task">What the labels are; null means classes when they are integers, which is what the format is for.</param>
    /// <param name="classes">The classes expected, in the order of their codes; null collects them.</param>
    /// <returns>The rows in file order.</returns>
    /// <exception cref="InputException">
    /// A file cannot be read, is not IDX, is shorter or longer than its header says, or holds a number that is not
    /// finite in single precision; the counts differ; or there is only one class.
    /// </exception>
    /// <remarks>Sizes are checked against the file before memory is taken; from gzip, memory grows with what arrives.</remarks>
    public static Dataset FromIdx(
        string imagesPath, string? labelsPath = null, TaskKind? task = null, IReadOnlyList<string>? classes = null) =>
        BinaryDatasetReader.ReadIdx(imagesPath, labelsPath, task, classes);
}
