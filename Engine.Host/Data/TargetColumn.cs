namespace Engine;

/// <summary>Collects the answers of a data set as text, row by row, and decides at the end what they are.</summary>
/// <remarks>Keeps one string per distinct answer and one code per row. The rule is documented on <see cref="Dataset"/>.</remarks>
internal sealed class TargetColumn
{
    /// <summary>More distinct integers than this are quantities, not names.</summary>
    private const int MaxIntegerClasses = 32;

    /// <summary>Fewer rows per distinct integer than this are quantities, not names.</summary>
    private const int MinRowsPerIntegerClass = 5;

    private readonly Dictionary<string, int> _codeOf = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];
    private readonly List<int> _firstRow = [];
    private readonly List<int> _codes = [];
    private readonly string? _field;

    /// <param name="field">How errors name the column; null when the row alone says enough.</param>
    public TargetColumn(string? field) => _field = field;

    public void Add(string text)
    {
        if (!_codeOf.TryGetValue(text, out int code))
        {
            code = _texts.Count;
            _codeOf.Add(text, code);
            _texts.Add(text);
            _firstRow.Add(_codes.Count);
        }

        _codes.Add(code);
    }

    /// <summary>Decides what the answers are, unless the caller has decided.</summary>
    /// <param name="origins">Where the rows came from, for errors.</param>
    /// <param name="task">The kind to assume; null applies the rule. <paramref name="classes"/> imply classification.</param>
    /// <param name="classes">The only names allowed, in the order of their codes; null collects the names.</param>
    /// <exception cref="InputException">A target is not a number, a class is unknown, or there is only one class.</exception>
    public DatasetTargets Finish(RowOrigins origins, TaskKind? task, IReadOnlyList<string>? classes)
    {
        if (task == TaskKind.Unlabelled) return DatasetTargets.None;
        double[]? numbers = Numbers();
        if (task is null && classes is not null) task = TaskKind.Classification;
        if (task is null) RequireNoStrayNonNumber(origins);
        task ??= numbers is null || LookLikeClasses(numbers) ? TaskKind.Classification : TaskKind.Regression;
        if (task == TaskKind.Regression) return DatasetTargets.Numbers(Values(origins));

        string[] names = numbers is null ? [.. _texts] : Array.ConvertAll(numbers, NumericText.Canonical);
        return Encode(origins, names, classes ?? OrderedClasses(origins, names, numbers));
    }

    /// <summary>The number behind each distinct text; null when some text is not a finite number.</summary>
    private double[]? Numbers()
    {
        var numbers = new double[_texts.Count];
        for (int code = 0; code < numbers.Length; code++)
        {
            if (!NumericText.TryNumber(_texts[code], out numbers[code]) || !double.IsFinite(numbers[code])) return null;
        }

        return numbers;
    }

    // "NaN" in a column of numbers is a hole in the data; taking it for a name would make every number a class.
    private void RequireNoStrayNonNumber(RowOrigins origins)
    {
        for (int code = 0; code < _texts.Count; code++)
        {
            if (NumericText.TryNumber(_texts[code], out double number) && !double.IsFinite(number))
                throw Error(origins, code, "every target must be a finite number or the name of a class");
        }
    }

    private bool LookLikeClasses(double[] numbers)
    {
        int distinct = numbers.Distinct().Count();
        return numbers.All(double.IsInteger)
            && distinct <= MaxIntegerClasses
            && _codes.Count >= (long)MinRowsPerIntegerClass * distinct;
    }

    private double[] Values(RowOrigins origins)
    {
        var byCode = new double[_texts.Count];
        for (int code = 0; code < byCode.Length; code++)
        {
            if (!NumericText.TryNumber(_texts[code], out byCode[code]) || !double.IsFinite(byCode[code]))
                throw Error(origins, code, "every target must be a finite number");
        }

        return [.. _codes.Select(code => byCode[code])];
    }

    private string[] OrderedClasses(RowOrigins origins, string[] names, double[]? numbers)
    {
        string[] ordered = numbers is null
            ? [.. names.Order(StringComparer.Ordinal)]
            : [.. numbers.Distinct().Order().Select(NumericText.Canonical)];
        if (ordered.Length >= 2) return ordered;
        throw new InputException(origins.Source, 0, _field, "a classification needs at least two classes", ordered.FirstOrDefault());
    }

    // A name matches as a number first ("1.0" is class "1"), then as it is written.
    private DatasetTargets Encode(RowOrigins origins, string[] names, IReadOnlyList<string> classes)
    {
        var position = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < classes.Count; i++) position.TryAdd(classes[i], i);
        var labelOf = new int[names.Length];
        for (int code = 0; code < names.Length; code++)
        {
            if (!position.TryGetValue(names[code], out labelOf[code]) && !position.TryGetValue(_texts[code], out labelOf[code]))
                throw Error(origins, code, $"every class must be one of {string.Join(", ", classes)}");
        }

        return DatasetTargets.Classes([.. classes], [.. _codes.Select(code => labelOf[code])]);
    }

    private InputException Error(RowOrigins origins, int code, string rule) =>
        origins.Error(_firstRow[code], _field, rule, _texts[code]);
}
